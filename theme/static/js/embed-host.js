// For pages that embed a chart of this site: makes the frame as tall as the chart in it.
// <script src="…/theme/js/embed-host.js" async></script>, once or beside every frame. It listens to
// frames of the page it stands in whose content comes from the site that this script comes from.
(() => {
  const site = new URL(document.currentScript.src).origin;
  const frames = () => [...document.querySelectorAll("iframe")];
  addEventListener("message", ({ source, origin, data }) => {
    const height = data?.height;
    if (origin !== site || data?.type !== "performance-embed") return;
    if (!(height > 0 && height < 1e4)) return;
    const frame = frames().find((one) => one.contentWindow === source);
    if (frame) frame.style.height = `${height}px`;
  });
  // A chart that was there before this script has already told its height to nobody.
  for (const frame of frames())
    if (frame.src.startsWith(site + "/"))
      frame.contentWindow?.postMessage({ type: "performance-embed-ask" }, "*");
})();
