#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Reports as people make and see them: report_test.py --program PATH --example PATH --others PATH.

Chromium opens them where it is installed; without it these tests are skipped.
"""

import argparse
import html.parser
import json
import os
import pathlib
import re
import shutil
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True  # the source tree stays as it is
TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "cli")]

# pylint: disable=wrong-import-position
import files  # noqa: E402
from asking import png  # noqa: E402
from browser import CHROMIUM, Page  # noqa: E402
from program import ProgramTest, run  # noqa: E402

MOST_BYTES = 2_000_000
NO_BREAK = "\u00a0"
VOID = {"meta", "link", "img", "wbr"}


class Document(html.parser.HTMLParser):
    """A page: its tags must match. Texts by the id of their element, tables as rows of texts."""

    def __init__(self, text):
        super().__init__()
        self.attributes, self.texts, self.tables, self.errors = [], {}, {}, []
        self._open, self._table = [], None
        self.feed(text)
        self.close()
        self.errors += [f"<{tag}> is not closed" for tag, _ in self._open]

    def handle_starttag(self, tag, attrs):
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self._open.append((tag, dict(attrs).get("id")))
        if tag == "table":
            self._table = self.tables.setdefault(dict(attrs)["id"], [])
        if tag == "tr":
            self._table.append([])
        if tag in ("td", "th"):
            self._table[-1].append("")

    def handle_startendtag(self, tag, attrs):
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_endtag(self, tag):
        if not self._open or self._open.pop()[0] != tag:
            self.errors.append(f"</{tag}> closes nothing, line {self.getpos()[0]}")

    def handle_data(self, data):
        if {"td", "th"} & {tag for tag, _ in self._open}:
            self._table[-1][-1] += data
        for _, name in self._open:
            if name:
                self.texts[name] = self.texts.get(name, "") + data


def percent(share):
    return f"{100 * share:.2f}{NO_BREAK}%"


def read_log(path):
    with open(path, encoding="utf-8") as log:
        return [json.loads(line) for line in log]


def steps_of(events):
    return [[str(e["step"]), f"{e['loss']:.6g}", percent(e["accuracy"]),
             f"{e['learning_rate']:.4g}", f"{e['ms']:.4g}"] for e in events if e["event"] == "step"]


def evaluations_of(events):
    return [[e["split"], str(e["step"]), str(e["images"]), percent(e["accuracy"]),
             f"{e['loss']:.6g}"] for e in events if e["event"] == "eval"]


class ReportTest(ProgramTest):
    others = None

    def read(self, path):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        self.assertLess(os.path.getsize(path), MOST_BYTES)
        document = Document(text)
        self.assertEqual(document.errors, [])
        self.expect_nothing_loaded(text, document)
        return text, document

    def expect_nothing_loaded(self, text, document):
        for tag, name, value in document.attributes:
            if name in ("src", "href", "data", "action", "srcset", "poster", "xlink:href"):
                self.assertRegex(value, r"\A(#\w+|data:image/png;base64,[\w+/=]+|data:,)\Z", tag)
            self.assertFalse(name.startswith("on"), (tag, name))
        self.assertNotRegex(text, r"https?:|<script|@import|url\(")

    def expect_numbers(self, document, events):
        """What the page says is what the log says."""
        last = [e for e in events if e["event"] == "eval" and e["split"] == "test"][-1]
        self.assertEqual(document.texts["accuracy"], percent(last["accuracy"]))
        self.assertEqual(document.texts["loss"], f"{last['loss']:.4f}")
        right = round(last["accuracy"] * last["images"])
        self.assertEqual(document.texts["wrong"], f"{last['images'] - right:,}")
        self.assertEqual(document.tables["steps"][1:], steps_of(events))
        self.assertEqual(document.tables["evaluations"][1:], evaluations_of(events))


class Reports(ReportTest):
    @classmethod
    def setUpClass(cls):
        cls.root = tempfile.mkdtemp(prefix="typenet-test-")
        cls.addClassCleanup(shutil.rmtree, cls.root)
        cls.data = files.write_data(os.path.join(cls.root, "data"), (12, 20, 3), 4, rank4=True)
        cls.log, cls.model, cls.page = (os.path.join(cls.root, n) for n in ("log", "model", "page"))
        cls.trained = run(cls.example, "train", "--data", cls.data, "--steps", "8", "--log-every",
                          "1", "--checkpoint", cls.model, "--checkpoint-every", "3", "--log",
                          cls.log, "--report", cls.page)
        assert cls.trained.code == 0, cls.trained

    def report(self, *arguments, **how):
        files_given = {"--log": self.log, "--checkpoint": self.model, "--data": self.data,
                       "--out": self.path("page.html")}
        files_given.update(zip(arguments[::2], arguments[1::2]))
        return run(self.example, "report", *(w for pair in files_given.items() for w in pair), **how)

    def test_a_run_ends_with_its_report(self):
        self.assertTrue(self.trained.out.endswith(f"report written to {self.page}\n"), self.trained)
        _, document = self.read(self.page)
        self.expect_numbers(document, read_log(self.log))
        settings = dict(document.tables["recipe"])
        self.assertEqual((settings["recipe"], settings["steps"], settings["augment"]),
                         ("modern", "8", "shift=1"))
        told = dict(document.tables["run"])
        self.assertEqual((told["data"], told["seed"], told["steps"]),
                         ("IDX files of " + self.data, "1", "8 of 8"))
        self.assertEqual([row[1] for row in document.tables["layers"][1:-1]],
                         ["12×20×8", "12×20×8", "6×10×8", "6×10×8", "4×8×12", "4×8×12", "384", "24",
                          "24", "24", "4", "4"])

    def test_it_says_what_eval_says(self):
        found = json.loads(self.expect_success(run(
            self.example, "eval", "--data", self.data, "--checkpoint", self.model, "--json")).out)
        text, document = self.read(self.page)
        self.assertEqual([[str(c["class"]), str(c["images"]), percent(c["accuracy"]),
                           percent(c["precision"])] for c in found["classes"]],
                         document.tables["classes"][1:])
        counted = {(int(truth), int(said)): int(count) for truth, said, count in
                   re.findall(r"<title>(\d) taken for (\d): (\d+) of \d+</title>", text)}
        self.assertEqual(counted, {(t, s): n for t, row in enumerate(found["confusion"])
                                   for s, n in enumerate(row) if n})
        mistakes = re.findall(r'data-image="(\d+)".*?said <b>(\d)</b> <i>([\d.]+).*?is '
                              r'<b>(\d)</b> <i>([\d.]+)', text)
        self.assertEqual(len(mistakes), min(24, found["images"] - found["correct"]))
        chances = [float(m[4]) for m in mistakes]
        self.assertEqual(chances, sorted(chances))
        for image, said, _, truth, _ in mistakes:
            self.assertEqual(int(truth), int(image) % 4)  # as files.labels has them
            self.assertNotEqual(said, truth)

    def test_files_give_the_same_page(self):
        outcome = self.expect_success(self.report())
        self.assertEqual(outcome.out, f"report written to {self.path('page.html')}\n")

        def steady(text):  # all but the times of this machine
            text = re.sub('<section id="times">.*?</section>', "", text, flags=re.DOTALL)
            return re.sub(r"<footer>.*", "", text)

        self.assertEqual(steady(self.read(self.path("page.html"))[0]), steady(self.read(self.page)[0]))

    def test_a_run_that_went_on(self):
        # The log of a run that was killed after its sixth step, and went on from the third.
        first = self.path("first")
        shutil.copy(self.model + ".1", first)  # after step 6
        log = self.path("log")
        files.write(log, b"".join(line for line in files.read(self.log).splitlines(True)
                                  if json.loads(line)["event"] not in ("end", "eval")) + b'{"ev')
        self.expect_failure(run(self.example, "train", "--data", self.data, "--resume", first,
                                "--log", log, "--report", self.path("page.html"), "--steps", "9"), 2)
        files.write(log, files.read(log)[:-4])
        self.expect_success(run(self.example, "train", "--data", self.data, "--resume", first,
                                "--log", log, "--report", self.path("page.html"), "--log-every", "1"))
        document = self.read(self.path("page.html"))[1]
        self.assertEqual([row[0] for row in document.tables["steps"][1:]], list("12345678"))
        self.assertIn("after step 6 of " + first, dict(document.tables["run"])["resumed"])
        self.expect_success(self.report("--log", log, "--out", self.path("again")))
        again = self.read(self.path("again"))[1]
        self.assertEqual(again.tables["steps"], document.tables["steps"])

    def test_nothing_trained(self):
        self.expect_success(run(self.example, "train", "--data", self.data, "--steps", "0",
                                "--report", self.path("page.html"), "--quiet"))
        text, document = self.read(self.path("page.html"))
        self.assertIn("No step was trained", text)
        self.assertEqual(document.tables["evaluations"][1:], [])

    def test_every_kind_of_network(self):
        for name, size, classes in (("mlp", (48, 20, 3), 3), ("many", (6, 5, 2), 40)):
            with self.subTest(name):
                data = files.write_data(self.path(name + "-data"), size, classes, rank4=True)
                page, log = self.path(name), self.path(name + "-log")
                self.expect_success(run(self.others, name, "train", "--data", data, "--steps", "5",
                                        "--quiet", "--log", log, "--report", page))
                text, document = self.read(page)
                self.expect_numbers(document, read_log(log))
                filters = re.search('<section id="filters">(.*?)</section>', text, re.DOTALL)[1]
                self.assertEqual(filters.count("<img"), 64 if name == "mlp" else 4)
                self.assertEqual(len(document.tables["classes"]), classes + 1)

    def test_names_that_are_no_html(self):
        names = [b'<img src="http:x" onerror=alert(1)>', b"a&amp;\xff", b"'\"two\nlines\x1b[31m",
                 b"</section><script>"]
        folder = os.fsencode(self.path("<b>data"))
        for number, name in enumerate(names):
            os.makedirs(os.path.join(folder, name.replace(b"/", b"")))
            for i in range(75):
                shade = (number * 60 + i) % 256
                files.write(os.path.join(folder, name.replace(b"/", b""), b"%d.png" % i),
                            png([[(shade, i, 0)] * 20] * 12, colours=3))
        self.expect_success(run(self.example, "train", "--data", os.fsdecode(folder), "--steps", "3",
                                "--quiet", "--report", self.path("page.html")))
        with open(self.path("page.html"), encoding="utf-8") as file:
            text = file.read()
        document = Document(text)
        self.assertEqual(document.errors, [])
        self.assertNotRegex(text, r"<img src=\"http|<script|\x1b|<b>data")
        self.assertEqual(sorted(row[0] for row in document.tables["classes"][1:]),
                         sorted(['<img src="http:x" onerror=alert(1)>', "a&amp;\ufffd",
                                 "'\"two?lines?[31m", "<section><script>"]))
        if CHROMIUM:
            with Page(pathlib.Path(self.path("page.html")).as_uri()) as page:
                self.assertEqual(page.told, [])
                self.assertEqual(page.ask("document.images.length"), text.count("<img class="))

    def test_bad_logs(self):
        lines = files.read(self.log).splitlines(True)
        start, step = json.loads(lines[0]), json.loads(lines[1])

        def changed(line, **values):
            return json.dumps({**line, **values}).encode() + b"\n"

        for what, content, words in (
                ("no JSON", b"step 1\n", "line 1: expected one flat JSON object, found something"),
                ("nested", b"[" * 60000 + b"\n", "line 1: expected one flat JSON object, found a n"),
                ("endless", b"x" * 70000, "line 1: expected at most 65536 letters, found more"),
                ("other events", lines[0] + b'{"event": "rise"}\n',
                 'line 2: expected start, step, eval, rank or end as its event, found "rise"'),
                ("a step of no number", lines[0] + changed(step, step=-1),
                 "line 2: expected a whole number from 0 to 1000000000 as its step, found -1"),
                ("a loss in words", lines[0] + changed(step, loss="low"),
                 'line 2: expected a number up to 1e+60 as its loss, found "low"'),
                ("an accuracy of 2", lines[0] + changed(step, accuracy=2),
                 "line 2: expected a number from 0 to 1 as its accuracy, found 2"),
                ("a time below 0", lines[0] + changed(step, ms=-1),
                 "line 2: expected a number from 0 to 1e+60 as its ms, found -1"),
                ("a run without end", lines[0] + b'{"event": "end", "steps": 3, "seconds": 1e20}\n',
                 "line 2: expected a number from 0 to 10000000000 as its seconds, found 1e+20"),
                ("a value missing", lines[0] + b'{"event": "end", "steps": 3}\n',
                 "line 2: expected a value seconds, found none"),
                ("another run", changed(start, seed=7) + b"".join(lines[1:]),
                 "expected the run of checkpoint " + self.model + ", modern recipe, 8 steps of 128 "
                 "images, seed 1, found modern recipe, 8 steps of 128 images, seed 7"),
                ("no run", b"", "seed 1, found no start of a run"),
                ("no file", None, "No such file or directory")):
            with self.subTest(what):
                log = self.path(what)
                if content is not None:
                    files.write(log, content)
                self.expect_failure(self.report("--log", log), 1, log, words)
                self.assertFalse(os.path.exists(self.path("page.html")))

    def test_other_files_that_are_wrong(self):
        other = files.changed_data(self.path("other"), self.data, {
            "t10k-labels-idx1-ubyte": files.labels(files.TEST, 3)})
        weights = files.write(self.path("weights"), files.safetensors(
            {name: shape for name, (_, shape, _) in files.read_safetensors(self.model)[1].items()
             if not name.startswith("moment")}))
        for arguments, words in (
                (["--data", other], "expected the data it was trained on, IDX files of " + self.data),
                (["--checkpoint", weights], "found a file without settings"),
                (["--checkpoint", self.path("none")], "No such file or directory"),
                (["--out", self.folder], f"cannot write {self.folder}: Is a directory"),
                (["--out", self.path("no", "page")], "its folder " + self.path("no"))):
            with self.subTest(words):
                self.expect_failure(self.report(*arguments), 1, words)

    def test_a_page_is_written_as_a_whole_or_not_at_all(self):
        page = files.write(self.path("page.html"), b"last week's")
        self.expect_failure(self.report(most_bytes=20_000), 1, f"cannot write {page}: File too large")
        self.assertEqual(files.read(page), b"last week's")
        self.assertEqual(os.listdir(self.folder), ["page.html"])


# In the page: how bright a colour is, as WCAG 2.1 has it; what text can be read on what.
CONTRAST = """(() => {
  const bright = colour => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number)
      .map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const behind = e => {
    for (; e; e = e.parentElement) {
      const colour = getComputedStyle(e).backgroundColor;
      if (colour != 'rgba(0, 0, 0, 0)') return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  let least = 99;
  for (const e of document.querySelectorAll('h1, h2, h3, p, a, b, code, dt, dd, td, th, span, text')) {
    const style = getComputedStyle(e);
    if (e.matches('.on')) continue;  // stands on a cell of the matrix
    const tones = [bright(e.tagName == 'text' ? style.fill : style.color), bright(behind(e))];
    least = Math.min(least, (Math.max(...tones) + .05) / (Math.min(...tones) + .05));
  }
  return least;
})()"""

# Texts of the charts: those that leave their picture, and the smallest of them.
LABELS = """(() => {
  const outside = [];
  let smallest = 99;
  for (const text of document.querySelectorAll('svg text')) {
    const own = text.getBoundingClientRect();
    const room = text.closest('section').getBoundingClientRect();
    if (own.left < room.left || own.right > room.right || own.top < room.top ||
        own.bottom > room.bottom) outside.push(text.textContent);
    smallest = Math.min(smallest, Math.min(own.height, own.width + 99));
  }
  return [outside, smallest];
})()"""

# Figures that do not stand on one line, or are wider than their box.
BROKEN = """[...document.querySelectorAll('dd')].filter(e => e.scrollWidth > e.offsetWidth ||
  e.offsetHeight > 1.9 * parseFloat(getComputedStyle(e).lineHeight)).map(e => e.textContent)"""


@unittest.skipUnless(CHROMIUM, "Chromium is not installed")
class ReportsInChromium(ReportTest):
    @classmethod
    def setUpClass(cls):
        root = tempfile.mkdtemp(prefix="typenet-test-")
        cls.addClassCleanup(shutil.rmtree, root)
        data = files.write_data(os.path.join(root, "data"), (28, 28), 10)
        cls.log, cls.file = os.path.join(root, "log"), os.path.join(root, "page.html")
        done = run(cls.program, "train", "--data", data, "--steps", "6", "--log-every", "1",
                   "--log", cls.log, "--report", cls.file, "--quiet")
        assert done.code == 0, done
        cls.page = Page(pathlib.Path(cls.file).as_uri())
        cls.addClassCleanup(cls.page.close)

    def rows(self, table):
        return self.page.ask(f"[...document.querySelectorAll('#{table} tbody tr')].map(row => "
                             "[...row.cells].map(cell => cell.textContent))")

    def test_it_shows_the_numbers_of_the_log(self):
        events = read_log(self.log)
        self.assertEqual(self.rows("steps"), steps_of(events))
        self.assertEqual(self.rows("evaluations"), evaluations_of(events))
        accuracy = self.page.ask("document.querySelector('#accuracy').innerText")
        self.assertEqual(accuracy, evaluations_of(events)[-1][3])
        self.assertIn(accuracy, self.page.ask("document.querySelector('h1').innerText"))
        self.assertIn(accuracy, self.page.ask("document.title"))

    def test_nothing_is_loaded_and_nothing_complained_of(self):
        self.assertEqual(self.page.told, [])
        addresses = {a for a in self.page.asked if not a.startswith("data:")}
        self.assertEqual(addresses, {pathlib.Path(self.file).resolve().as_uri()})
        self.assertEqual(self.page.ask("[...document.images].filter(i => !i.naturalWidth).length"), 0)

    def test_light_and_dark(self):
        colours = []
        for scheme in ("light", "dark"):
            self.page.show(1120, scheme=scheme)
            colours.append(self.page.ask("getComputedStyle(document.body).backgroundColor"))
            self.assertGreater(self.page.ask(CONTRAST), 4.0, scheme)
        self.assertNotEqual(*colours)

    def test_phones_and_wide_windows(self):
        for width in (320, 390, 768, 1120, 2000):
            with self.subTest(width):
                self.page.show(width)
                self.assertEqual(self.page.ask("document.documentElement.scrollWidth"), width)
                outside, smallest = self.page.ask(LABELS)
                self.assertEqual(outside, [])
                self.assertGreater(smallest, 7)
                self.assertEqual(self.page.ask(BROKEN), [])

    def test_in_print(self):
        self.page.show(700, scheme="dark", media="print")
        self.assertEqual(self.page.ask("getComputedStyle(document.body).backgroundColor"),
                         "rgb(255, 255, 255)")
        self.assertEqual(self.page.ask("document.querySelector('nav').offsetHeight"), 0)
        self.assertEqual(self.page.ask("document.documentElement.scrollWidth"), 700)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    for flag, meaning in (("program", "typenet"), ("example", "own_network"),
                          ("others", "typenet_other_networks")):
        options.add_argument("--" + flag, required=True, help="the executable " + meaning)
    paths, others = options.parse_known_args()
    ProgramTest.program = os.path.abspath(paths.program)
    ProgramTest.example = os.path.abspath(paths.example)
    ReportTest.others = os.path.abspath(paths.others)
    unittest.main(argv=[sys.argv[0], *others])
