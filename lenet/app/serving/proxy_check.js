// Says what to do if the server takes the page to be at an address where the browser does not
// reach it: a reverse proxy in between has changed host name, protocol or path.
const { root, app_id: appId } = gradio_config;
const here = location.href.split(/[?#]/)[0].replace(/\/$/, "");

async function isReached() {
  try {
    const response = await fetch(`${root}/gradio_api/app_id`);
    return (await response.json()).app_id === appId;
  } catch {
    return false;
  }
}

if (root !== here && !(await isReached())) {
  const alert = document.createElement("p");
  alert.role = "alert";
  alert.style.cssText = "margin: 1rem; font: 1.125rem/1.5 system-ui, sans-serif";
  alert.textContent = say("page.wrong_proxy", { expected: `${root}/`, actual: `${here}/` });
  document.body.prepend(alert);
}
