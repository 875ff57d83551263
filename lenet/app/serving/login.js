// Logs in. After a wrong password the name stays, and the visitor is told what is wrong.
const ERRORS = { 400: "login.wrong", 429: "request_error.too_many_logins" };
const form = document.querySelector("form");
const button = form.querySelector("button");
const message = form.querySelector("[role=alert]");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  button.disabled = true;
  message.textContent = "";
  const options = { method: "POST", body: new FormData(form) };
  const status = await fetch(`${root}login`, options).then(
    (response) => response.status,
    () => 0, // the server cannot be reached
  );
  if (status === 200) {
    location.reload();
    return;
  }
  button.disabled = false;
  message.textContent = say(ERRORS[status] ?? "request_error.failed");
  form.password.value = "";
  form.password.focus();
});
