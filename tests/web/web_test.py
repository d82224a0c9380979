#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""The web page as people use it, in Chromium: web_test.py --program PATH --page FOLDER [--logits PATH].

PAGE is what typenet_add_web_page has made, without weights; LOGITS answers natively without fused
multiply-add.
"""

import argparse
import base64
import contextlib
import json
import math
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True  # the source tree stays as it is
TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "cli")]

# pylint: disable=wrong-import-position
from asking import drawing, png  # noqa: E402
from browser import CHROMIUM, Page, served  # noqa: E402
from program import run  # noqa: E402

MOST_CODE = 300 << 10
MOST_WEIGHTS = 1_000_000
DESK, PHONE = (1100, 900), (390, 844)
SIDE = 112  # of the sheet
options = None

ONE = [(0.52, 0.2 + 0.03 * i) for i in range(21)]
ZERO = [(0.5 + 0.17 * math.sin(math.radians(a)), 0.5 - 0.27 * math.cos(math.radians(a)))
        for a in range(0, 366, 6)]
SEVEN = ([(0.3 + 0.02 * i, 0.22) for i in range(21)] +
         [(0.7 - 0.011 * i, 0.22 + 0.03 * i) for i in range(20)])


def tensors_of(file):
    """Of a safetensors file, the header and the bytes behind it."""
    content = pathlib.Path(file).read_bytes()
    (length,) = struct.unpack_from("<Q", content)
    return json.loads(content[8:8 + length]), content[8 + length:]


def succeed(*words):
    done = run(*map(str, words))
    assert done.code == 0, done
    return done.out


@unittest.skipUnless(CHROMIUM, "Chromium is not installed")
class WebTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="typenet-test-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.site, cls.model = cls.folder / "site", cls.folder / "model"
        shutil.copytree(options.page, cls.site)
        succeed(options.program, "train", "--network", "small", "--steps", 150, "--learning-rate", 0.004,
                "--schedule", "one-cycle", "--augment", "shift", "--checkpoint", cls.model, "--quiet")
        cls.said = succeed(options.program, "export", "--checkpoint", cls.model, "--web", cls.site)
        open_now = contextlib.ExitStack()
        cls.addClassCleanup(open_now.close)
        cls.address = open_now.enter_context(served(cls.site))
        cls.page = open_now.enter_context(Page(cls.address))

    def setUp(self):
        self.page.show(*DESK)
        self.wait_for("document.querySelector('#strip button')")
        self.page.ask("document.getElementById('drawing-tab').click()")
        self.click("clear")
        self.addCleanup(lambda: self.assertEqual(self.page.told, []))

    def text(self, name):
        return self.page.ask(f"document.getElementById('{name}').textContent").strip()

    def click(self, name):
        self.page.ask(f"document.getElementById('{name}').click()")
        self.rest()

    def rest(self):
        """Until the page has drawn what was done to it."""
        self.page.ask("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def wait_for(self, condition):
        self.page.ask(f"new Promise(done => {{ const look = () => {condition} ? done() : "
                      "setTimeout(look, 50); look(); })")

    def places(self, stroke):
        left, top, width = self.page.ask(
            "(() => { const pad = document.getElementById('pad'); pad.scrollIntoView({block: 'nearest'});"
            " const box = pad.getBoundingClientRect(); return [box.left, box.top, box.width]; })()")
        return [(left + x * width, top + y * width) for x, y in stroke]

    def draw(self, stroke):
        """With the mouse."""
        first, *others = self.places(stroke)
        events = [("mousePressed", first), *(("mouseMoved", at) for at in others),
                  ("mouseReleased", others[-1])]
        for kind, (x, y) in events:
            self.page.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left",
                           buttons=int(kind != "mouseReleased"), clickCount=1)
        self.rest()

    def touch(self, stroke):
        """With a finger."""
        first, *others = self.places(stroke)
        for kind, at in [("touchStart", [first]), *(("touchMove", [p]) for p in others), ("touchEnd", [])]:
            self.page.call("Input.dispatchTouchEvent", type=kind, touchPoints=[{"x": x, "y": y} for x, y in at])
        self.rest()

    def press(self, key, times=1, **more):
        for _ in range(times):
            for kind in ("rawKeyDown", "keyUp"):
                self.page.call("Input.dispatchKeyEvent", type=kind, key=key, **more)
        self.rest()

    def expect_nothing(self):
        self.assertEqual((self.text("best"), self.text("sentence")), ("?", "Nothing drawn yet"))
        self.assertEqual(self.page.ask("[...document.querySelectorAll('.percent')].map(e => e.textContent).join('')"), "")
        self.assertTrue(self.page.ask("document.getElementById('undo').disabled && document.getElementById('clear').disabled"))

    def expect_answer(self, name):
        self.assertEqual(self.text("best"), name)
        shares = self.page.ask("[...document.querySelectorAll('.percent')].map(e => parseFloat(e.textContent))")
        self.assertEqual(len(shares), 10)
        self.assertAlmostEqual(sum(shares), 100, delta=0.6)
        self.assertEqual(shares.index(max(shares)), int(name))
        self.assertIn(name, self.text("sentence"))
        self.assertRegex(self.text("time"), r"^Answered in \d+\.\d ms$")
        inked = self.page.ask(
            "(() => { const copy = new OffscreenCanvas(28, 28).getContext('2d', {willReadFrequently: true});"
            " copy.drawImage(document.getElementById('seen'), 0, 0);"
            " return copy.getImageData(0, 0, 28, 28).data.filter((v, i) => i % 4 == 3 && v > 0).length; })()")
        self.assertGreater(inked, 30)

    # ---- the page

    def test_it_is_small(self):
        files = {file.name: file.stat().st_size for file in self.site.iterdir()}
        weights = files.pop("weights.safetensors")
        del files["samples.safetensors"]
        self.assertLess(weights, MOST_WEIGHTS)
        self.assertLess(sum(files.values()), MOST_CODE)
        self.assertIn("answer.wasm", files)
        self.assertIn("weights in", self.said)

    def test_it_asks_nobody_else(self):
        for address in self.page.asked:
            self.assertTrue(address.startswith((self.address, "data:", "blob:")), address)

    def test_an_empty_page_gets_no_answer(self):
        self.expect_nothing()

    def test_digits_drawn_with_the_mouse(self):
        for stroke, name in ((ONE, "1"), (ZERO, "0"), (SEVEN, "7")):
            self.draw(stroke)
            self.expect_answer(name)
            self.click("clear")
            self.expect_nothing()

    def test_digits_drawn_with_a_finger(self):
        self.page.show(*PHONE)
        self.places(ONE)  # scrolls to the pad
        before = self.page.ask("scrollY")
        for stroke, name in ((ONE, "1"), (ZERO, "0"), (SEVEN, "7")):
            self.touch(stroke)
            self.expect_answer(name)
            self.click("clear")
        # A vertical stroke has drawn, not scrolled.
        self.assertEqual(self.page.ask("scrollY"), before)

    def test_a_small_digit_in_a_corner(self):
        self.draw([(0.05 + 0.35 * x, 0.05 + 0.35 * y) for x, y in ZERO])
        self.expect_answer("0")

    def test_undo_takes_back_a_stroke(self):
        self.draw(ONE)
        self.expect_answer("1")
        self.draw([(0.1 + 0.04 * i, 0.1 + 0.04 * i) for i in range(20)])
        first = self.page.ask("document.getElementById('bars').textContent")
        self.click("undo")
        self.expect_answer("1")
        self.assertNotEqual(self.page.ask("document.getElementById('bars').textContent"), first)
        self.press("z", modifiers=2, code="KeyZ")
        self.expect_nothing()

    def test_the_keyboard_draws(self):
        self.page.ask("document.getElementById('pad').focus()")
        self.press(" ")
        self.press("ArrowDown", 20)
        self.press(" ")
        self.expect_answer("1")
        self.press("Delete")
        self.expect_nothing()

    def test_test_images_are_answered(self):
        labels = struct.unpack("<40f", tensors_of(self.site / "samples.safetensors")[1][-160:])
        self.assertEqual(self.page.ask("document.querySelectorAll('#strip button').length"), 40)
        right = 0
        for i in range(0, 40, 5):
            self.page.ask(f"document.querySelectorAll('#strip button')[{i}].click()")
            self.rest()
            is_right = self.text("best") == str(int(labels[i]))
            right += is_right
            self.assertIn("which is right" if is_right else f"but it is {int(labels[i])}", self.text("sentence"))
            self.assertEqual(self.page.ask(f"document.querySelectorAll('#strip button')[{i}].getAttribute('aria-pressed')"), "true")
        self.assertGreaterEqual(right, 6)
        self.draw(ONE)
        self.assertEqual(self.page.ask("document.querySelectorAll('[aria-pressed=true]').length"), 0)

    def test_it_fits_windows(self):
        for width in (320, *PHONE[:1], 768, *DESK[:1]):
            for scheme in ("light", "dark"):
                self.page.show(width, 800, scheme)
                for tab in ("drawing", "training"):
                    self.click(f"{tab}-tab")
                    self.assertLessEqual(self.page.ask("document.documentElement.scrollWidth"), width, tab)
        colours = set()
        for scheme in ("light", "dark"):
            self.page.show(*DESK, scheme)
            colours.add(self.page.ask("getComputedStyle(document.body).backgroundColor"))
        self.assertEqual(len(colours), 2)

    def test_everything_has_a_name(self):
        """What a screen reader says of whatever one can come to, as the browser computes it."""
        self.page.call("Accessibility.enable")
        nodes = self.page.call("Accessibility.getFullAXTree")["nodes"]
        roles = {}
        for node in nodes:
            if node.get("ignored"):
                continue
            role = node["role"]["value"]
            name = node.get("name", {}).get("value", "")
            roles.setdefault(role, []).append(name)
            focusable = any(p["name"] == "focusable" and p["value"]["value"] for p in node.get("properties", []))
            if focusable and role != "RootWebArea":
                self.assertTrue(name, node)
        self.assertIn("Drawing area", " ".join(sum((roles.get(r, []) for r in ("image", "img", "Canvas", "canvas")), [])))
        self.assertEqual([n for n in roles["tab"]], ["Draw", "Train"])
        self.assertEqual(self.page.ask("document.getElementById('sentence').getAttribute('aria-live')"), "polite")

    # ---- the network

    def test_no_import_and_no_heap(self):
        for module in ("answer", "training"):
            self.assertEqual(self.page.ask(
                f"fetch('{module}.wasm').then(r => r.arrayBuffer()).then(b => WebAssembly.compile(b))"
                ".then(m => WebAssembly.Module.imports(m).length)"), 0)
        # A page full of scribble leaves room.
        room = self.page.ask("""import('./network.js').then(({Network}) => Network.load()).then(network => {
            for (const period of [2, 3, 5, 8, 16]) {
                network.sheet.forEach((_, i) => network.sheet[i] = (i * 2654435761 >>> 7) % period ? 255 : 0);
                network.see();
            }
            return network.module.most_room(); })""")
        self.assertLess(room, (2 << 20) / 2)
        # After the first steps, training takes none.
        first, last, bytes_first, bytes_last = self.page.ask("""
            fetch('training.wasm').then(r => r.arrayBuffer()).then(b => WebAssembly.instantiate(b, {})).then(({instance}) => {
                const module = instance.exports, found = [];
                module.start(1);
                for (let step = 0; step < 3; ++step) module.step(0.001);
                found.push(module.most_room(), module.memory.buffer.byteLength);
                for (let step = 0; step < 8; ++step) module.step(0.001);
                return [found[0], module.most_room(), found[1], module.memory.buffer.byteLength]; })""")
        self.assertEqual((first, bytes_first), (last, bytes_last))

    def test_the_bits_are_those_of_a_native_build(self):
        if not options.logits:
            self.skipTest("this machine's processor always has fused multiply-add")
        header, data = tensors_of(self.site / "samples.safetensors")
        count = header["images"]["shape"][0] * 784
        originals = bytes(round(255 * v) for v in struct.unpack(f"<{count}f", data[:4 * count]))
        # Five times the forty: as they are, moved, faint, negative, with noise.
        images = b"".join((originals, originals[57:] + originals[:57], bytes(v // 3 for v in originals),
                           bytes(255 - v for v in originals),
                           bytes(v ^ (i * 37 % 64) for i, v in enumerate(originals))))
        self.assertEqual(len(images), 200 * 784)
        native = subprocess.run([options.logits, self.site / "weights.safetensors"], input=images,
                                check=True, capture_output=True).stdout
        self.assertEqual(len(native), 200 * 40)
        (self.site / "images.bin").write_bytes(images)
        here = self.page.ask("""Promise.all(['./network.js'].map(f => import(f)).concat(
                fetch('images.bin').then(r => r.arrayBuffer()))).then(async ([{Network, load, readTensors}, images]) => {
            const network = await Network.load();
            network.take(readTensors(await load('weights.safetensors'), 'weights'), 'weights');
            const found = new Float32Array(2000);
            for (let i = 0; i < 200; ++i) {
                network.seen.set(new Uint8Array(images, 784 * i, 784));
                network.answer();
                found.set(network.logits, 10 * i);
            }
            return btoa(String.fromCharCode(...new Uint8Array(found.buffer))); })""")
        self.assertEqual(base64.b64decode(here), native)

    def test_it_sees_and_says_what_predict_does(self):
        for digit in (0, 1, 7):
            small = drawing(digit, 60)  # in a corner of the sheet
            rows = [[255 - (small[y][x] if y < 60 and x < 60 else 0) for x in range(SIDE)] for y in range(SIDE)]
            picture = self.folder / "sheet.png"
            picture.write_bytes(png(rows))
            (self.site / "sheet.bin").write_bytes(bytes(sum(rows, [])))
            predicted = json.loads(succeed(options.program, "predict", "--checkpoint", self.model, "--json", picture))
            side, seen, shares = self.page.ask("""Promise.all([import('./network.js'), fetch('sheet.bin', {cache: 'no-store'})
                    .then(r => r.arrayBuffer())]).then(async ([{Network, load, readTensors}, sheet]) => {
                const network = await Network.load();
                network.take(readTensors(await load('weights.safetensors'), 'weights'), 'weights');
                network.sheet.set(new Uint8Array(sheet));
                return [network.sheetSide, network.see(), network.answer()]; })""")
            self.assertEqual((side, seen), (SIDE, True))
            for one, other in zip(shares, predicted["probabilities"]):
                self.assertAlmostEqual(one, other, delta=1e-4)
            self.assertEqual(predicted["class"], shares.index(max(shares)))

    # ---- training

    def test_a_network_trains_and_answers(self):
        # In a page of its own, whose network the others need not have.
        self.page = self.enterContext(Page(self.address))
        self.page.show(*DESK)
        self.wait_for("document.querySelector('#strip button')")
        self.click("training-tab")
        self.assertTrue(self.page.ask("document.getElementById('use').disabled"))
        self.click("train")
        self.wait_for("document.getElementById('progress').textContent")
        losses = self.page.ask("document.querySelector('.line.pale').getAttribute('d')").count("L")
        self.assertGreaterEqual(losses, 19)
        self.assertEqual(self.page.ask("document.querySelectorAll('#minibatch canvas[width=\"28\"]').length"), 32)
        if self.text("train") == "Pause":  # it may have come to its end by now
            self.click("train")
        self.wait_for("!document.getElementById('use').disabled")
        self.assertIn(self.text("train"), ("Go on", "Train anew"))
        words = self.text("progress")
        loss, right = float(words.split()[3].rstrip(",")), float(words.split()[4])
        self.assertLess(loss, 2.2)
        self.assertGreater(right, 25)
        self.click("use")
        self.draw(ONE)
        self.assertIn("trained", self.text("whose"))
        self.assertRegex(self.text("best"), r"^\d$")

    # ---- what goes wrong

    def trouble(self, name, change):
        site = self.folder / name
        shutil.copytree(self.site, site)
        change(site)
        with served(site) as address, Page(address) as page:
            page.ask("new Promise(done => { const look = () => document.getElementById('trouble').hidden "
                     "? setTimeout(look, 20) : done(); look(); })")
            return page.ask("document.getElementById('trouble').textContent")

    def test_what_is_missing_or_wrong_is_said(self):
        def of_another(site):
            header, data = tensors_of(site / "weights.safetensors")
            header["other.weights"] = header.pop("dense2.weights")
            text = json.dumps(header).encode()
            (site / "weights.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)

        self.assertIn("weights.safetensors: expected 1280 values of dense2.weights, found none",
                      self.trouble("other", of_another))
        self.assertIn("weights.safetensors cannot be loaded: 404",
                      self.trouble("none", lambda site: (site / "weights.safetensors").unlink()))
        self.assertIn("weights.safetensors is damaged",
                      self.trouble("short", lambda site: (site / "weights.safetensors").write_bytes(b"\1" * 99)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--page", required=True)
    parser.add_argument("--logits")
    options, others = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *others])
