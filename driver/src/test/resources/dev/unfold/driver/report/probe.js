"use strict";

/* Looks at the charts of a report as they are on the screen, and tells the page around it. */
window.addEventListener("load", () => setTimeout(() => {
  const numbers = color => color.match(/\d+/g).slice(0, 3).map(Number);

  function colored(pixels, color) {
    let count = 0;
    for (let i = 0; i < pixels.length; i += 4) {
      const near = color.every((value, c) => Math.abs(pixels[i + c] - value) <= 12);
      count += near && pixels[i + 3] > 200 ? 1 : 0;
    }
    return count;
  }

  const curves = {};
  document.querySelectorAll(".uplot").forEach(plot => {
    const canvas = plot.querySelector("canvas");
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    const title = plot.closest(".panel").querySelector("h3").textContent;
    [...plot.querySelectorAll(".u-legend .u-series")].slice(1)
        .filter(row => !row.classList.contains("edge"))
        .forEach(row => {
          const marker = row.querySelector(".u-marker");
          const color = numbers(getComputedStyle(marker).borderTopColor);
          curves[title + " / " + row.querySelector(".u-label").textContent] = colored(pixels, color);
        });
  });
  /* How well the counts of a confusion matrix are read on their shades; see WCAG 2.1, contrast ratio. */
  function luminance(color) {
    const [r, g, b] = color.map(value => value / 255)
        .map(value => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function over(cell, below) {
    const [r, g, b, alpha = 1] = cell.match(/[\d.]+/g).map(Number);
    return [r, g, b].map((value, i) => alpha * value + (1 - alpha) * below[i]);
  }

  const cells = { shaded: 0, leastContrast: 21 };
  document.querySelectorAll(".confusion td").forEach(cell => {
    const panel = numbers(getComputedStyle(cell.closest(".panel")).backgroundColor);
    const shade = getComputedStyle(cell).backgroundColor;
    const [dark, light] = [over(shade, panel), numbers(getComputedStyle(cell).color)]
        .map(luminance).sort((a, b) => a - b);
    cells.leastContrast = Math.min(cells.leastContrast, (light + 0.05) / (dark + 0.05));
    cells.shaded += Number(shade.match(/[\d.]+/g)[3] || 1) > 0.1 ? 1 : 0;
  });
  const root = document.documentElement;
  const found = {
    frame: window.name,
    curves,
    cells,
    title: document.title,
    text: document.body.innerText,
    inlineImages: document.images.length,
    width: root.clientWidth,
    scrollWidth: root.scrollWidth,
    background: getComputedStyle(document.body).backgroundColor,
  };
  parent.postMessage(JSON.stringify(found), "*");
}, 300));
