/*
 * check_page.mjs - the report page in a real browser: node check_page.mjs CHROMIUM PAGE
 * FOLDER FEWEST [PICTURES], FEWEST being the charts that it must have. Speaks the DevTools
 * protocol over a pipe. The browser writes into FOLDER, which is the caller's to remove.
 * Screenshots go to the folder PICTURES, if it is named. Exits with 1 where the page is
 * wrong, with 2 where the browser itself fails.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { inflateSync } from "node:zlib";

const [chromium, page, room, fewest, pictures] = process.argv.slice(2);
const url = pathToFileURL(resolve(page)).href;
const folder = mkdtempSync(join(room, "browser-"));
const faults = [];
const patience = 120_000;

class BrowserFailed extends Error {}

const browser = spawn(chromium, ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
  "--user-data-dir=" + join(folder, "profile"), "--remote-debugging-pipe", "about:blank"],
  { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"], detached: true });
const waiting = new Map(), listeners = [];
let number = 0, pending = Buffer.alloc(0), session;

/* A browser that ends, or a pipe to it that breaks, fails all that waits for it. */
let ended;
function fails(words) {
  ended ??= new BrowserFailed(words);
  for (const { failed } of waiting.values()) failed(ended);
  waiting.clear();
}
const closed = new Promise((done) => browser.on("close", done));
browser.on("error", (e) => fails(e.message));
browser.on("exit", (code, signal) => fails(`the browser ended (${signal ?? code})`));
for (const pipe of [browser.stdio[3], browser.stdio[4]]) pipe.on("error", (e) => fails(e.message));

browser.stdio[4].on("data", (chunk) => {
  pending = Buffer.concat([pending, chunk]);
  for (let end; (end = pending.indexOf(0)) >= 0; pending = pending.subarray(end + 1)) {
    const message = JSON.parse(pending.subarray(0, end));
    if (message.id) {
      const { done, failed } = waiting.get(message.id) ?? {};
      if (!waiting.delete(message.id)) continue;
      message.error ? failed(new Error(message.error.message)) : done(message.result);
    } else {
      for (const l of listeners) l(message);
    }
  }
});

/* Waiting longer than the patience of the test is the browser's failure. */
async function inTime(words, promise) {
  let timer;
  const late = new Promise((_, failed) => { timer = setTimeout(() => failed(new BrowserFailed(words + " takes too long")), patience); });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function call(method, params = {}) {
  if (ended) throw ended;
  const id = ++number;
  browser.stdio[3].write(JSON.stringify({ id, method, params, sessionId: session }) + "\0");
  return await inTime(method, new Promise((done, failed) => waiting.set(id, { done, failed })));
}

async function evaluate(expression) {
  const r = await call("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true });
  if (r.exceptionDetails) throw new Error(r.exceptionDetails.exception.description);
  return r.result.value;
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

function expect(truth, words) {
  if (!truth) faults.push(words);
}

/* An attempt's result once it is good, or that of half a minute later: a busy machine draws late. */
async function until(good, attempt) {
  const start = Date.now();
  for (;;) {
    const found = await attempt();
    if (good(found) || Date.now() - start > 30_000) return found;
    await pause(100);
  }
}

/* How many different colours a PNG of 8 bits a channel has, and the share of the most
 * frequent one. */
function colours(png) {
  let at = 8, width = 0, channels = 0;
  const parts = [], counts = new Map();
  while (at < png.length) {
    const length = png.readUInt32BE(at), type = png.toString("latin1", at + 4, at + 8);
    if (type === "IHDR") { width = png.readUInt32BE(at + 8); channels = png[at + 17] === 6 ? 4 : 3; }
    if (type === "IDAT") parts.push(png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const raw = inflateSync(Buffer.concat(parts)), line = width * channels, rows = raw.length / (line + 1);
  let above = Buffer.alloc(line);
  for (let y = 0; y < rows; y++) {
    const filter = raw[y * (line + 1)], now = Buffer.from(raw.subarray(y * (line + 1) + 1, (y + 1) * (line + 1)));
    for (let x = 0; x < line; x++) {
      const a = x >= channels ? now[x - channels] : 0, b = above[x], c = x >= channels ? above[x - channels] : 0;
      const p = a + b - c, pa = Math.abs(p - a), pb = Math.abs(p - b), pc = Math.abs(p - c);
      now[x] += filter === 1 ? a : filter === 2 ? b : filter === 3 ? (a + b) >> 1 : filter === 4 ? (pa <= pb && pa <= pc ? a : pb <= pc ? b : c) : 0;
    }
    for (let x = 0; x < line; x += channels) {
      const key = now.readUIntBE(x, 3);
      counts.set(key, (counts.get(key) || 0) + 1);
    }
    above = now;
  }
  return { count: counts.size, most: Math.max(...counts.values()) / (width * rows) };
}

async function open(width, scheme) {
  await call("Emulation.setDeviceMetricsOverride", { width, height: 900, deviceScaleFactor: 1, mobile: false });
  await call("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
  const loaded = new Promise((done) => listeners.push((m) => m.method === "Page.loadEventFired" && done()));
  await call("Page.navigate", { url });
  await inTime("loading", loaded);
}

/* Every chart shows something, nothing leaves the page's width. */
async function look(width, scheme) {
  await open(width, scheme);
  const place = () => evaluate(`[...document.querySelectorAll(".chart")].map((e) => { const r = e.getBoundingClientRect();
    return { id: e.closest("section").id, x: r.x + scrollX, y: r.y + scrollY, width: r.width, height: r.height }; })`);
  const boxes = await until((found) => found.length >= Number(fewest), place);
  expect(boxes.length >= Number(fewest), `${width} px: only ${boxes.length} charts`);
  const drawn = (c) => c.count >= 8 && c.most < 0.995;
  for (let i = 0; i < boxes.length; i++) {
    const c = await until(drawn, async () => {
      const clip = { ...(await place())[i], scale: 1 };
      const shot = await call("Page.captureScreenshot", { format: "png", captureBeyondViewport: true, clip });
      return colours(Buffer.from(shot.data, "base64"));
    });
    expect(drawn(c), `${width} px ${scheme}: chart ${boxes[i].id} is blank (${c.count} colours, ${c.most})`);
  }
  const fits = await until(Boolean, () => evaluate("document.documentElement.scrollWidth <= innerWidth"));
  expect(fits, `${width} px: the page is wider than the window`);
  if (pictures) {
    const height = await evaluate("document.documentElement.scrollHeight");
    const shot = await call("Page.captureScreenshot", { format: "png", captureBeyondViewport: true, clip: { x: 0, y: 0, width, height, scale: 1 } });
    writeFileSync(join(pictures, `page-${width}-${scheme}.png`), Buffer.from(shot.data, "base64"));
  }
  return boxes.length;
}

/* The files that buttons have written: the browser reserves a name with an empty file first. */
const written = () => readdirSync(folder).filter((f) => /\.(csv|svg)$/.test(f) && statSync(join(folder, f)).size > 0);
const whole = (name, text) => name.endsWith(".csv") ? text.split("\n").length > 2 : /^<svg[\s\S]*<\/svg>\s*$/.test(text);

/* The tabulator key reaches everything that can be used; each button writes its file. */
async function use() {
  await open(1400, "light");
  await evaluate(`window.reached = new Set(); document.addEventListener("focusin", (e) => window.reached.add(e.target)); 1`);
  const count = await evaluate(`document.querySelectorAll("button, select, summary, [tabindex]").length`);
  const missed = await until((found) => found.length === 0, async () => {
    for (let i = 0; i < count + 3; i++)
      for (const type of ["rawKeyDown", "keyUp"])
        await call("Input.dispatchKeyEvent", { type, key: "Tab", code: "Tab", windowsVirtualKeyCode: 9 });
    return await evaluate(`[...document.querySelectorAll("button, select, summary, [tabindex]")].filter((e) => !window.reached.has(e)).map((e) => e.getAttribute("aria-label") || e.textContent)`);
  });
  expect(missed.length === 0, "the keyboard does not reach: " + missed.join("; "));
  await call("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: folder });
  const buttons = await evaluate(`document.querySelectorAll("button").length`);
  for (let i = 0; i < buttons; i++) {
    await evaluate(`document.querySelectorAll("button")[${i}].focus(); 1`);
    /* The browser holds back one of many downloads in a row: the key is pressed again. */
    for (let press = 0; press < 30 && written().length <= i; press++) {
      for (const type of ["keyDown", "keyUp"])
        await call("Input.dispatchKeyEvent", { type, key: "Enter", code: "Enter", windowsVirtualKeyCode: 13, text: "\r" });
      for (let wait = 0; written().length <= i && wait < 1000; wait += 50) await pause(50);
    }
  }
  const files = written();
  expect(files.length === buttons, `${buttons} buttons wrote ${files.length} files`);
  for (const f of files) {
    const text = await until((found) => whole(f, found), () => readFileSync(join(folder, f), "utf8"));
    expect(whole(f, text), `${f} is not what it should be`);
  }
  const names = await evaluate(`[...document.querySelectorAll("#runs option")].map((o) => o.textContent)`);
  expect(new Set(names).size === names.length, "two runs have one name: " + names.join("; "));
  /* From the last, for the first may choose another run with other charts. */
  const selects = await evaluate(`document.querySelectorAll("select").length`);
  for (let i = selects - 1; i >= 0; i--)
    await evaluate(`{ const s = document.querySelectorAll("select")[${i}]; s.selectedIndex = s.length - 1; s.dispatchEvent(new Event("change")); 1 }`);
  await call("Page.printToPDF", {});
}

try {
  const { targetInfos } = await call("Target.getTargets");
  session = (await call("Target.attachToTarget", { targetId: targetInfos.find((t) => t.type === "page").targetId, flatten: true })).sessionId;
  listeners.push(({ method, params }) => {
    if (method === "Runtime.consoleAPICalled") expect(false, "console: " + JSON.stringify(params.args.map((a) => a.value)));
    if (method === "Runtime.exceptionThrown") expect(false, "exception: " + params.exceptionDetails.exception?.description);
    if (method === "Log.entryAdded" && (params.entry.level === "error" || ["javascript", "network", "security"].includes(params.entry.source)))
      expect(false, "log: " + params.entry.text);
    if (method === "Network.requestWillBeSent" && params.request.url !== url && !/^(data|blob):/.test(params.request.url))
      expect(false, "request: " + params.request.url);
  });
  for (const domain of ["Page", "Runtime", "Log", "Network"]) await call(domain + ".enable");
  const wide = await look(1400, "light"), narrow = await look(400, "light");
  expect(wide === narrow, `${wide} charts at 1400 px, ${narrow} at 400 px`);
  await look(1400, "dark");
  await use();
  console.log(`${wide} charts`);
} catch (e) {
  if (!(e instanceof BrowserFailed)) faults.push(e.stack);
  else if (!faults.length) ended ??= e;
}
const failure = ended;
/* The whole group, for processes of the browser outlive it for a moment. */
try { process.kill(-browser.pid, "SIGKILL"); } catch { /* it is gone already */ }
if (browser.pid) await closed;
for (const f of faults) console.log("FAULT: " + f);
if (failure) console.log("BROWSER: " + failure.message);
process.exit(faults.length ? 1 : failure ? 2 : 0);
