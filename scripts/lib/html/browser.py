"""Opens each page of a folder in headless Chromium and checks what the engine made of it, over the DevTools protocol's pipe."""
import base64
import glob
import json
import os
import subprocess
import sys
import tempfile

WIDTHS = (400, 1280)
SCHEMES = ("light", "dark")
# What has to be on which page: a selector, and how many at least.
WANTED = {
    "capture": {"h1": 1, ".verdict": 1, "path.step.count": 1, "path.step.hears": 1, "path.step.switch": 1, ".track.bar rect.own": 1,
                ".track.bar rect.other": 2, "rect.packets": 3, "table": 2, ".axis span": 4, "dl": 2},
    "compare": {"h1": 1, ".pair > section": 2, "path.step.count": 2, "table": 3},
    "audit": {"h1": 1, ".verdict": 1, "table td": 5},
    "hostile": {"h1": 1, "path.step.count": 1, ".track.bar rect": 2},
    "hostile-compare": {".pair > section": 2},
}

# Runs in the page, by the protocol, not as a part of it.
CHECK = r"""
(() => {
  const faults = [];
  const box = e => e.getBoundingClientRect();
  const name = e => e.tagName.toLowerCase() + '.' + (e.getAttribute('class') || '') + ' "' + e.textContent.trim().slice(0, 40) + '"';
  // Neighbours in the flow of the page, and cells of one row or one drawing's frame.
  const groups = [document.querySelectorAll('main > *, .pair > section > *')];
  for (const each of document.querySelectorAll('.chart, dl, tr, .axis, .pair')) groups.push(each.children);
  for (const group of groups) {
    const all = [...group].filter(e => box(e).width > 0 && box(e).height > 0);
    for (let i = 0; i < all.length; i++) for (let k = i + 1; k < all.length; k++) {
      if (all[i].contains(all[k])) continue;
      const a = box(all[i]), b = box(all[k]);
      const x = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const y = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (x > 1 && y > 1) faults.push('overlap: ' + name(all[i]) + ' and ' + name(all[k]));
    }
  }
  if (document.documentElement.scrollWidth > innerWidth) faults.push('wider than the window: ' + document.documentElement.scrollWidth);
  for (const e of document.querySelectorAll('main *')) {
    const b = box(e);
    if (!e.closest('.scroll') && !e.closest('title') && b.right > innerWidth + 1) faults.push('sticks out: ' + name(e));
    // Text that is cut off by its own box.
    if (!e.closest('svg') && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && !e.matches('.scroll, tr, tbody, thead, table'))
      faults.push('cut off: ' + name(e));
  }
  for (const e of document.querySelectorAll('rect, path')) {
    const a = box(e), b = box(e.closest('svg'));
    if (a.left < b.left - 2 || a.right > b.right + 2 || a.top < b.top - 2 || a.bottom > b.bottom + 2)
      faults.push('outside of its drawing: ' + name(e));
  }
  // Headings of columns, marks and ticks are words that are not to be broken.
  for (const e of document.querySelectorAll('th[scope=col], .verdict b, .axis span, td.t, td.n')) {
    const range = document.createRange();
    range.selectNodeContents(e);
    if (new Set([...range.getClientRects()].map(r => Math.round(r.top))).size > 1) faults.push('broken: ' + name(e));
  }
  // Selecting: all of a verdict's and a table cell's words come out.
  for (const e of document.querySelectorAll('.verdict span, h1, .name, td, dd')) {
    if (!e.textContent.trim()) continue;
    const range = document.createRange();
    range.selectNodeContents(e);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    if (getSelection().toString().replace(/\s+/g, '') !== e.textContent.replace(/\s+/g, '')) faults.push('not selectable: ' + name(e));
  }
  getSelection().removeAllRanges();
  // Contrast of text with what is behind it (WCAG 2: 4.5).
  const light = c => { const v = c.map(x => { x /= 255; return x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4; });
                       return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]; };
  const rgb = t => (t.match(/[\d.]+/g) || []).map(Number);
  const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
                        if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };
  for (const e of document.querySelectorAll('h1, h2, h3, p, b, span, th, td, dt, dd, small, .name')) {
    if (!e.textContent.trim()) continue;
    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < 4.5) faults.push('contrast ' + contrast.toFixed(2) + ': ' + name(e));
  }
  if (document.querySelector('script, img, link, iframe, object')) faults.push('an element that no page of ours has');
  if (document.title === 'taken') faults.push('a script ran');
  const counts = {};
  for (const selector of SELECTORS) counts[selector] = document.querySelectorAll(selector).length;
  return {faults: [...new Set(faults)].slice(0, 12), counts, background: getComputedStyle(document.body).backgroundColor};
})()
"""


class Browser:
    def __init__(self, profile):
        self.read, theirs_write = os.pipe()
        theirs_read, self.write = os.pipe()

        def place():
            # The protocol's pipe is descriptors 3 and 4.
            a, b = os.dup2(theirs_read, 60), os.dup2(theirs_write, 61)
            os.dup2(a, 3, inheritable=True)
            os.dup2(b, 4, inheritable=True)

        words = ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                 "--disable-background-networking", "--disable-component-update", "--disable-crash-reporter", "--hide-scrollbars",
                 f"--user-data-dir={profile}", "--remote-debugging-pipe", "about:blank"]
        self.process = subprocess.Popen(words, preexec_fn=place, close_fds=False, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, env={**os.environ, "HOME": profile})
        os.close(theirs_read)
        os.close(theirs_write)
        self.buffer = b""
        self.number = 0
        self.events = []
        self.session = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def message(self):
        while b"\0" not in self.buffer:
            data = os.read(self.read, 1 << 16)
            if not data:
                raise SystemExit("Chromium has ended")
            self.buffer += data
        text, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(text)

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.message()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise SystemExit(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def load(self, path):
        self.events = []
        self.call("Page.navigate", url="file://" + path)
        while not any(each.get("method") == "Page.loadEventFired" for each in self.events):
            self.events.append(self.message())

    def end(self):
        try:
            self.session = None
            self.call("Browser.close")
        except (SystemExit, OSError):
            pass
        self.process.wait(timeout=30)


def complaints(events, path):
    found = []
    for each in events:
        method, parameters = each.get("method"), each.get("params", {})
        if method == "Runtime.exceptionThrown":
            found.append("script error: " + str(parameters)[:200])
        if method == "Log.entryAdded":
            found.append("the browser says: " + parameters["entry"]["text"][:200])
        if method == "Network.requestWillBeSent" and parameters["request"]["url"] != "file://" + path:
            found.append("fetches " + parameters["request"]["url"][:200])
    return found


def look(browser, path):
    page = os.path.basename(path).removesuffix(".html")
    wanted = WANTED.get(page, {})
    failed = 0
    backgrounds = {}
    for scheme in SCHEMES:
        for width in WIDTHS:
            browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
            browser.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
            browser.load(path)
            script = CHECK.replace("SELECTORS", json.dumps(list(wanted)))
            result = browser.call("Runtime.evaluate", expression=script, returnByValue=True)
            if "exceptionDetails" in result:
                raise SystemExit(str(result["exceptionDetails"])[:500])
            value = result["result"]["value"]
            faults = value["faults"] + complaints(browser.events, path)
            for selector, count in wanted.items():
                if value["counts"][selector] < count:
                    faults.append(f"{value['counts'][selector]} of {selector}, not {count}")
            backgrounds[scheme] = value["background"]
            picture = browser.call("Page.captureScreenshot", captureBeyondViewport=True)
            with open(path.removesuffix(".html") + f"-{width}-{scheme}.png", "wb") as file:
                file.write(base64.b64decode(picture["data"]))
            print(f"{page}, {width} wide, {scheme}: " + ("; ".join(faults) if faults else "as it should be"))
            failed += bool(faults)
    if backgrounds["light"] == backgrounds["dark"]:
        print(f"{page}: light and dark are the same")
        failed += 1
    return failed


def main(folder):
    pages = sorted(glob.glob(os.path.join(os.path.abspath(folder), "*.html")))
    missing = set(WANTED) - {os.path.basename(page).removesuffix(".html") for page in pages}
    if missing:
        raise SystemExit(f"pages that were not made: {sorted(missing)}")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(profile)
        try:
            print(browser.call("Runtime.evaluate", expression="navigator.userAgent")["result"]["value"])
            failed = sum(look(browser, page) for page in pages)
        finally:
            browser.end()
    sys.exit(1 if failed else 0)


main(sys.argv[1])
