// Shows the calls that programs can make, with their values and an example of each.
const address = location.origin + root;
const MEANINGS = { picture: "api.picture", drawing: "api.drawing" };
const COLUMNS = ["api.value", "api.meaning", "api.kind", "api.default"];

document.querySelector("a").href = root;
const ask = (path) => fetch(`${root}gradio_api/${path}`).then((answer) => answer.json());
const [{ named_endpoints: calls }, user] = await Promise.all([ask("info"), ask("user")]);
for (const [name, { parameters }] of Object.entries(calls)) {
  append("h2", name);
  append("p", say(`api.about_${name.slice(1)}`));
  addTable(parameters);
  const data = parameters.map((value) => value.parameter_default);
  const examples = name === "/recognize" ? recognizeExamples(data) : trainExamples(name, data);
  for (const [title, code] of Object.entries(examples)) {
    append("h3", title);
    append("pre", code).tabIndex = 0; // it can be scrolled
  }
}

function append(tag, text, parent = document.querySelector("main")) {
  const element = document.createElement(tag);
  element.textContent = text;
  return parent.appendChild(element);
}

// Each value: its name, what it means on the page, what it can be, and its default.
function addTable(parameters) {
  const frame = append("div", "");
  const table = append("table", "", frame);
  frame.className = "scroll";
  frame.tabIndex = 0;
  const head = append("tr", "", table);
  for (const column of COLUMNS) append("th", say(column), head).scope = "col";
  for (const { parameter_name: name, label, type, python_type, ...value } of parameters) {
    const row = append("tr", "", table);
    append("code", name, append("th", "", row)).parentElement.scope = "row";
    append("td", say(MEANINGS[name] ?? label.key), row);
    const kinds = type.enum?.map((one) => JSON.stringify(one)) ?? [python_type.type];
    append("td", kinds.join(", "), row);
    const { parameter_has_default: hasDefault, parameter_default: byDefault } = value;
    append("td", hasDefault ? JSON.stringify(byDefault) : say("api.required"), row);
  }
}

// Python's Client logs in itself; curl takes a cookie with it.
function client() {
  const login = user ? `, auth=(${JSON.stringify(user)}, "…")` : "";
  return `client = Client(${JSON.stringify(address)}${login})`;
}

function shell(...lines) {
  const code = [`api=${address}gradio_api`, ...lines].join("\n");
  if (!user) return code;
  const login = `curl -s -c cookies -F username='${user}' -F password='…' ${address}login`;
  return `${login}\n${code.replaceAll("curl -s", "curl -s -b cookies")}`;
}

function post(name, json) {
  const send = `curl -s -H "Content-Type: application/json" -d "${json}" $api/call${name}`;
  return `id=$(${send} | cut -d '"' -f 4)`;
}

function recognizeExamples([, ...switches]) {
  const file = '{"path": "$path", "meta": {"_type": "gradio.FileData"}}';
  const values = [file, ...switches.map((value) => JSON.stringify(value))].join(", ");
  return {
    Python: [
      "from gradio_client import Client, handle_file",
      client(),
      'print(client.predict(handle_file("number.png"), api_name="/recognize"))',
    ].join("\n"),
    curl: shell(
      `path=$(curl -s -F files=@number.png $api/upload | cut -d '"' -f 2)`,
      post("/recognize", `{"data": [${values}]}`.replaceAll('"', '\\"')),
      "curl -s $api/call/recognize/$id",
    ),
  };
}

function trainExamples(name, data) {
  return {
    Python: [
      "from gradio_client import Client",
      client(),
      `for status in client.submit(epochs=2, api_name="${name}"):`,
      "    print(status)",
    ].join("\n"),
    curl: shell(
      post(name, JSON.stringify({ data }).replaceAll('"', '\\"')),
      `curl -s -N $api/call${name}/$id`,
    ),
  };
}
