// In a frame on another site: tells the page around it how tall it is, now and after every change,
// and whenever that page asks. The height is no secret: whoever frames the page may know it.
(() => {
  if (parent === window) return;
  const tell = () =>
    parent.postMessage(
      {
        type: "performance-embed",
        id: document.body.dataset.metric,
        height: Math.ceil(document.documentElement.getBoundingClientRect().height),
      },
      "*",
    );
  new ResizeObserver(tell).observe(document.documentElement);
  addEventListener("load", tell);
  addEventListener("message", ({ source, data }) => {
    if (source === parent && data?.type === "performance-embed-ask") tell();
  });
})();
