// How far files are while they are sent. Without this script their form is sent like any other.
"use strict";

for (const form of document.querySelectorAll("form[data-upload]")) {
  const input = form.querySelector("input[type=file]");
  const bar = form.querySelector("[data-sent]"), told = form.querySelector("[data-sending]");
  const most = Number(form.dataset.upload) * 1_000_000;

  const stop = (words) => {
    bar.hidden = true;
    told.textContent = words;
    told.className = "bad-text";
    told.hidden = false;
    setTimeout(() => form.querySelectorAll("button").forEach((one) => { one.disabled = false; }), 0);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const size = [...input.files].reduce((sum, file) => sum + file.size, 0);
    if (size > most) {
      const megabytes = Math.ceil(size / 1_000_000).toLocaleString("en");
      stop(`These files have ${megabytes} MB, and at most ${(most / 1_000_000).toLocaleString("en")} MB are taken at once. Send fewer.`);
      return;
    }
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (sent) => {
      if (!sent.lengthComputable) return;
      bar.value = sent.loaded / sent.total;
      told.textContent = sent.loaded < sent.total
        ? `${Math.floor(100 * bar.value)} % of the files are sent …` : "All is sent. Under way …";
    });
    request.addEventListener("load", () => {
      if (request.status < 400) { location.assign(request.responseURL); return; }
      const answer = new DOMParser().parseFromString(request.responseText, "text/html");
      const said = answer.querySelector("[role=alert], .lead");
      stop(said ? said.textContent : "This was not taken. Load the page again, and try once more.");
    });
    request.addEventListener("error", () => stop("The files could not be sent: the server was not reached. Try again."));
    bar.value = 0;
    bar.hidden = false;
    told.className = "quiet";
    request.open("POST", form.getAttribute("action")); // a field of the form is called action, too
    request.send(new FormData(form));
  });
}
