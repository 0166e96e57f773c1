// Functions that a page is asked with: each returns what is wrong, as texts.
(() => {
  const shown = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== "hidden";
  const channels = (colour) => {
    const numbers = colour.match(/[\d.]+/g).map(Number);
    return numbers.length === 3 ? [...numbers, 1] : numbers;
  };
  const over = (above, below) => above.slice(0, 3).map((c, i) => c * above[3] + below[i] * (1 - above[3]));
  const luminance = (colour) => {
    const [r, g, b] = colour.map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  const ground = (element) => {
    if (element.closest("svg")) return [255, 255, 255];  // figures stand on white in both schemes
    let layers = [];
    for (let e = element; e; e = e.parentElement) layers.push(channels(getComputedStyle(e).backgroundColor));
    let colour = [255, 255, 255];
    for (const layer of layers.reverse()) colour = over(layer, colour);
    return colour;
  };
  window.faint = () => {
    const bad = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!node.data.trim() || !shown(element) || ["SCRIPT", "STYLE", "title", "desc"].includes(element.tagName)) continue;
      const style = getComputedStyle(element);
      const colour = element.closest("svg") ? style.fill : style.color;
      const back = ground(element);
      const ratio = contrast(over(channels(colour), back), back);
      if (ratio < 4.5) bad.push(`${ratio.toFixed(2)}: ${node.data.trim().slice(0, 40)}`);
    }
    return bad;
  };
  window.overlaps = () => {
    const bad = [];
    for (const svg of document.querySelectorAll("figure svg")) {
      if (!shown(svg)) continue;
      const boxes = [...svg.querySelectorAll("text")].filter((t) => t.textContent.trim())
        .map((t) => [t.textContent.trim(), t.getBoundingClientRect()]);
      const name = svg.querySelector("title").textContent;
      const edge = svg.getBoundingClientRect();
      boxes.forEach(([text, a], i) => {
        if (a.left < edge.left - 1 || a.right > edge.right + 1 || a.top < edge.top - 1 || a.bottom > edge.bottom + 1)
          bad.push(`${name}: "${text}" leaves the figure`);
        for (const [other, b] of boxes.slice(i + 1)) {
          const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
          const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
          // A box is higher than its letters, by a fifth above and below.
          if (wide > 1 && high > 0.3 * Math.min(a.height, b.height, a.width, b.width))
            bad.push(`${name}: "${text}" over "${other}"`);
        }
      });
    }
    return bad;
  };
  window.cut = () => [...document.querySelectorAll("caption span")]
    .filter((c) => shown(c) && c.getBoundingClientRect().right > innerWidth + 1)
    .map((c) => `a caption is cut off: ${c.textContent.slice(0, 40)}`);
  window.nameless = () => [...document.querySelectorAll("figure svg")].filter((svg) => {
    const of = (key) => (svg.getAttribute(key) || "").split(" ").map((id) => document.getElementById(id))
      .every((e) => e && e.textContent.trim());
    return svg.getAttribute("role") !== "img" || !of("aria-labelledby") || !of("aria-describedby");
  }).map((svg) => svg.outerHTML.slice(0, 80));
  window.sections = () => [...document.querySelectorAll("h2")].map((h) => h.textContent.trim());
})();
