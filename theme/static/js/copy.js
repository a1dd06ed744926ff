// Shows the buttons that copy an element's text; without the clipboard they select it.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.onclick = async () => {
    const text = document.getElementById(button.dataset.copy);
    let said = "Copied";
    try {
      await navigator.clipboard.writeText(text.textContent);
    } catch {
      getSelection().selectAllChildren(text);
      said = "Selected: press Ctrl+C or ⌘C";
    }
    button.nextElementSibling.textContent = said;
  };
}
