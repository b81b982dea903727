// What pages do beside htmx; each of them works without it.
"use strict";

// Files may be dropped on the box of a form, which lists their names.
for (const box of document.querySelectorAll("[data-drop]")) {
  const input = box.querySelector("input[type=file]");
  const names = box.querySelector("[data-names]");
  const show = () => {
    names.replaceChildren(...[...input.files].map((file) => {
      const item = document.createElement("li");
      item.textContent = `${file.name} (${Math.max(1, Math.round(file.size / 1024)).toLocaleString("en")} KB)`;
      return item;
    }));
  };
  input.addEventListener("change", show);
  for (const kind of ["dragenter", "dragover"]) {
    box.addEventListener(kind, (event) => { event.preventDefault(); box.classList.add("over"); });
  }
  for (const kind of ["dragleave", "drop"]) {
    box.addEventListener(kind, () => box.classList.remove("over"));
  }
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    const all = new DataTransfer(); // what is dropped comes beside what was chosen
    const dropped = [...event.dataTransfer.files], names = dropped.map((file) => file.name);
    const chosen = [...input.files].filter((file) => !names.includes(file.name));
    for (const file of [...chosen, ...dropped]) all.items.add(file);
    input.files = all.files;
    show();
  });
}

// A form that was sent is not sent twice.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", () => {
    form.querySelectorAll("[data-sending]").forEach((one) => { one.hidden = false; });
    setTimeout(() => form.querySelectorAll("button").forEach((one) => { one.disabled = true; }), 0);
  });
}
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll("form[data-once] button").forEach((one) => { one.disabled = false; });
  document.querySelectorAll("[data-sending]").forEach((one) => { one.hidden = true; });
});

// One box ticks all boxes of its table.
document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-all]");
  if (!all) return;
  all.closest("table").querySelectorAll("tbody input[type=checkbox]").forEach((one) => { one.checked = all.checked; });
});

// A page about something that is under way is loaded anew at its end.
document.addEventListener("htmx:sseClose", (event) => {
  if (event.detail.type === "message") location.reload();
});
document.querySelectorAll("[data-all]").forEach((one) => { one.hidden = false; });

// What is on the page is printed.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
