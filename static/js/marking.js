// Fills the form of the public copy from what is selected in the text; the form works without it.
"use strict";

document.addEventListener("selectionchange", () => {
  const form = document.getElementById("mark");
  const chosen = document.getSelection();
  const words = chosen ? chosen.toString().trim() : "";
  if (!form || !words || !chosen.anchorNode) return;
  const node = chosen.anchorNode;
  const from = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest("[data-paragraph]");
  if (!from || !from.contains(chosen.focusNode)) return;
  form.elements.paragraph.value = from.dataset.paragraph;
  form.elements.words.value = words;
});
