/* Starts the GOV.UK components. Their address stands on the script tag, because its name is hashed. */
const address = document.querySelector("script[data-components]").dataset.components;
const { initAll } = await import(address);
initAll();

/* A wide table is a stop for the Tab key only while there is something to scroll to. */
const scrollable = document.querySelectorAll(".portal-scroll");
const watcher = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    target.tabIndex = target.scrollWidth > target.clientWidth ? 0 : -1;
  }
});
scrollable.forEach((region) => watcher.observe(region));
