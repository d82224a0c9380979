# SPDX-License-Identifier: BSL-1.0
"""What a trained network says: eval, predict, and what describe says of it."""

import json
import math
import os
import shutil
import struct
import subprocess
import tempfile
import zlib

import files
from bad_input import SHAPES
from program import ProgramTest, run
from watching import environment, run_on_terminal


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(pixels, colours=1, kind=None, before=(), behind=()):
    """A PNG of rows of bytes (grey values, or places in a palette), or of rows of colours. Chunks may
    stand before and behind its image."""
    if kind is None:
        kind = {1: 0, 3: 2, 4: 6}[colours]
    height, width = len(pixels), len(pixels[0])
    rows = b"".join(b"\0" + (bytes(row) if colours == 1 else b"".join(map(bytes, row)))
                    for row in pixels)
    return b"".join((b"\x89PNG\r\n\x1a\n",
                     chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)),
                     *before, chunk(b"IDAT", zlib.compress(rows)), *behind, chunk(b"IEND", b"")))


def drawing(digit, size):
    """Rows of ink, 0 to 255: a one, a zero or a seven drawn with a thick pen."""
    pen = size * 0.05

    def distance(y, x):  # to the pen's way, in a square of 1
        def to_line(y0, x0, y1, x1):
            along = ((y - y0) * (y1 - y0) + (x - x0) * (x1 - x0)) / ((y1 - y0)**2 + (x1 - x0)**2)
            along = min(1, max(0, along))
            return math.hypot(y - y0 - along * (y1 - y0), x - x0 - along * (x1 - x0))
        if digit == 0:
            return abs(math.hypot((y - 0.5) / 0.34, (x - 0.5) / 0.24) - 1) * 0.28
        if digit == 1:
            return to_line(0.15, 0.52, 0.85, 0.48)
        return min(to_line(0.17, 0.3, 0.17, 0.7), to_line(0.17, 0.7, 0.85, 0.42))

    return [[round(255 * min(1, max(0, pen + 0.5 - distance((y + 0.5) / size, (x + 0.5) / size)
                                    * size))) for x in range(size)] for y in range(size)]


class Asking(ProgramTest):
    @classmethod
    def setUpClass(cls):
        cls.root = tempfile.mkdtemp(prefix="typenet-test-")
        cls.addClassCleanup(shutil.rmtree, cls.root)
        cls.model = os.path.join(cls.root, "model")
        done = run(cls.program, "train", "--steps", "50", "--checkpoint", cls.model, "--quiet")
        assert done.code == 0, done
        # Few images are soon judged, and with noise there are mistakes of every kind.
        cls.data = files.write_data(os.path.join(cls.root, "data"), (28, 28), 10)
        cls.noisy, cls.log = (os.path.join(cls.root, name) for name in ("noisy", "log"))
        done = run(cls.program, "train", "--data", cls.data, "--steps", "3", "--checkpoint",
                   cls.noisy, "--log", cls.log, "--quiet")
        assert done.code == 0, done

    def eval(self, *arguments):
        return run(self.program, "eval", "--data", self.data, "--checkpoint", self.noisy,
                   *arguments)

    def predict(self, *arguments):
        return run(self.program, "predict", "--checkpoint", self.model, *arguments)

    def test_eval_says_what_training_said(self):
        with open(self.log, encoding="utf-8") as log:
            told = {e["split"]: e for e in map(json.loads, log) if e["event"] == "eval"}
        for split in ("test", "validation"):
            found = json.loads(self.expect_success(self.eval("--split", split, "--json")).out)
            for key in ("images", "accuracy", "loss"):
                self.assertEqual(found[key], told[split][key], key)
            self.check_counts(found, 10)
        self.assertEqual((found["checkpoint"], found["data"]),
                         (self.noisy, "IDX files of " + self.data))

    def check_counts(self, found, classes):
        rows = found["confusion"]
        self.assertEqual([len(row) for row in rows], [classes] * classes)
        self.assertEqual(sum(map(sum, rows)), found["images"])
        self.assertEqual(sum(rows[c][c] for c in range(classes)), found["correct"])
        for c, entry in enumerate(found["classes"]):
            self.assertEqual((entry["class"], entry["images"], entry["correct"], entry["said"]),
                             (c, sum(rows[c]), rows[c][c], sum(row[c] for row in rows)))
            self.assertAlmostEqual(entry["accuracy"], rows[c][c] / sum(rows[c]))

    def test_eval_for_people(self):
        lines = self.expect_success(self.eval()).out.splitlines()
        found = json.loads(self.eval("--json").out)
        self.assertEqual(lines[0], f"test accuracy {found['accuracy']:.4f} ({found['correct']} of "
                                   f"{files.TEST} images), loss {found['loss']:.4f}")
        rows = [line.split() for line in lines]
        entry = found["classes"][3]
        self.assertIn(["3", str(entry["images"]), str(entry["correct"]),
                       f"{entry['accuracy']:.4f}", str(entry["said"]),
                       f"{entry['precision']:.4f}"], rows)
        self.assertEqual(rows[-1], ["9", *(str(n) if n else "." for n in found["confusion"][9])])

    def test_eval_on_files_of_another_network(self):
        data = files.write_data(self.path("data"), (12, 20, 3), 4, rank4=True)
        model = self.path("own")
        self.expect_success(run(self.example, "train", "--data", data, "--steps", "3",
                                "--checkpoint", model, "--quiet"))
        found = json.loads(self.expect_success(run(
            self.example, "eval", "--checkpoint", model, "--json", data=data)).out)
        self.assertEqual((found["images"], found["data"]), (files.TEST, "IDX files of " + data))
        self.check_counts(found, 4)
        self.expect_failure(run(self.program, "eval", "--checkpoint", model), 1,
                            f"checkpoint {model} is of another network")

    def test_drawings_are_recognised(self):
        pictures = {}
        for digit in (0, 1, 7):
            ink = drawing(digit, 90)
            pad = [[0] * 150] * 20
            off_centre = pad + [[0] * 10 + row + [0] * 50 for row in ink] + pad + pad
            pictures[f"{digit} light.png"] = png(off_centre)
            pictures[f"{digit} dark.png"] = png([[255 - v for v in row] for row in off_centre])
            pictures[f"{digit} blue.png"] = png(
                [[(max(0, 250 - v), max(0, 250 - v), 250 - v // 3) for v in row] for row in ink], 3)
            pictures[f"{digit} clear.png"] = png(
                [[(0, 0, 0, v) for v in row] for row in drawing(digit, 120)], 4)
        folder = self.path("drawings")
        os.mkdir(folder)
        for name, content in pictures.items():
            files.write(os.path.join(folder, name), content)
        files.write(os.path.join(folder, "notes.txt"), b"no picture")
        files.write(os.path.join(folder, "._7 blue.png"), b"\0\5\x16\7 of macOS")
        lines = self.expect_success(self.predict(folder)).out.splitlines()
        self.assertEqual(len(lines), len(pictures))
        for line, name in zip(lines, sorted(pictures)):
            self.assertRegex(line, r"\A.*: \d \(\d+\.\d\d %\), \d \(\d+\.\d\d %\), "
                                   r"\d \(\d+\.\d\d %\)\Z")
            self.assertTrue(line.startswith(f"{os.path.join(folder, name)}: {name[0]} ("), line)
        # Several files, in the order given, as JSON.
        names = [os.path.join(folder, name) for name in ("7 blue.png", "0 dark.png")]
        found = [json.loads(line) for line in
                 self.expect_success(self.predict("--json", *names)).out.splitlines()]
        self.assertEqual([(f["file"], f["class"]) for f in found], list(zip(names, (7, 0))))
        for f in found:
            self.assertEqual(len(f["probabilities"]), 10)
            self.assertAlmostEqual(sum(f["probabilities"]), 1)
            self.assertEqual(max(f["probabilities"]), f["probabilities"][f["class"]])

    def test_a_palette_and_moving_pictures_are_pictures(self):
        ink = drawing(7, 60)
        reverse = chunk(b"PLTE", bytes(255 - i // 3 for i in range(3 * 256)))
        frame = struct.pack(">IIIIIHHBB", 0, 60, 60, 0, 0, 1, 1, 0, 0)
        second = struct.pack(">I", 2) + zlib.compress(b"\0" * 61 * 60)  # nothing but paper
        pictures = {
            "plain": png([[255 - v for v in row] for row in ink]),
            "palette": png(ink, kind=3, before=[reverse]),
            "moving": png([[255 - v for v in row] for row in ink],
                          before=[chunk(b"acTL", struct.pack(">II", 2, 0)), chunk(b"fcTL", frame)],
                          behind=[chunk(b"fcTL", struct.pack(">I", 1) + frame[4:]),
                                  chunk(b"fdAT", second)])}
        said = set()
        for name, content in pictures.items():
            file = files.write(self.path(name + ".png"), content)
            found = json.loads(self.expect_success(self.predict("--json", file)).out)
            self.assertEqual(found["class"], 7, name)
            said.add(tuple(found["probabilities"]))
        self.assertEqual(len(said), 1)

    def test_standard_input(self):
        done = subprocess.run([self.program, "predict", "--checkpoint", self.model, "-"],
                              input=png(drawing(1, 40)), capture_output=True, env=environment())
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertTrue(done.stdout.startswith(b"standard input: 1 ("), done.stdout)

    def test_a_terminal_shows_the_picture(self):
        one = files.write(self.path("one.png"), png(drawing(1, 40)))
        for locale, full in (("C.UTF-8", "█"), ("C", "@")):
            code, text = run_on_terminal(80, self.program, "predict", "--checkpoint", self.model,
                                         one, LC_ALL=locale)
            self.assertEqual(code, 0, text)
            lines = text.splitlines()
            self.assertEqual([len(line) for line in lines[:14]], [28] * 14)
            self.assertIn(full, lines[7])
            self.assertTrue(lines[14].startswith(one + ": 1 ("))
            self.assertEqual(len(lines), 15)

    def test_a_terminal_is_blank_only_where_the_network_sees_nothing(self):
        # An image as MNIST has them, which stays as it is, with one faint pixel.
        rows = [[255 if 4 <= y < 24 and 12 <= x < 16 else 0 for x in range(28)] for y in range(28)]
        rows[10][18] = 10
        bar = files.write(self.path("bar.png"), png(rows))
        _, text = run_on_terminal(80, self.program, "predict", "--checkpoint", self.model, bar,
                                  LC_ALL="C")
        self.assertEqual(text.splitlines()[:14], [
            " " * 12 + "@" * 4 + ("  .  " if y == 5 else "     ") + " " * 7 if 2 <= y < 12
            else " " * 28 for y in range(14)])

    def test_pictures_that_are_none(self):
        one = files.write(self.path("one.png"), png(drawing(1, 40)))
        content = files.read(one)
        empty = self.path("empty")
        os.mkdir(empty)
        header = png([[0]])[:16] + struct.pack(">II", 60000, 60000)
        huge = header + png([[0]])[24:29]
        huge = huge + struct.pack(">I", zlib.crc32(huge[12:29])) + png([[0]])[33:]
        for what, given, words in (
                ("text", files.write(self.path("text.png"), b"These are no pixels."),
                 "expected a PNG or JPEG picture, found something else"),
                ("nothing", files.write(self.path("no.png"), b""),
                 "expected a PNG or JPEG picture, found nothing"),
                ("half", files.write(self.path("half.png"), content[:len(content) // 2]),
                 "expected a whole PNG picture, found one that libpng refuses: "),
                ("large", files.write(self.path("large.png"), huge),
                 "expected a picture of at most 33554432 pixels, found 60000 x 60000"),
                ("blank", files.write(self.path("blank.png"), png([[9] * 30] * 30)),
                 "expected a drawing, found one tone all over"),
                ("a folder", empty, "expected a folder with pictures, found none"),
                ("missing", self.path("missing.png"), "No such file or directory")):
            with self.subTest(what):
                outcome = self.predict(given)
                self.expect_failure(outcome, 1, given, words)
                # The others are told all the same.
                outcome = self.predict(given, one)
                self.assertEqual(outcome.code, 1)
                self.assertTrue(outcome.out.startswith(one + ": 1 ("), outcome)
                self.assertEqual(outcome.err.count("\n"), 1)

    def test_parameters_that_are_not_there(self):
        one = files.write(self.path("one.png"), png(drawing(1, 40)))
        missing = self.path("missing")
        for arguments in (["eval"], ["predict", one], ["export", "--onnx", self.path("model.onnx")]):
            self.expect_failure(run(self.program, *arguments, "--checkpoint", missing), 1,
                                f"cannot read checkpoint {missing}: No such file or directory")
        # Parameters alone will do.
        bare = files.write(self.path("bare"), files.safetensors(SHAPES))
        outcome = self.expect_success(run(self.program, "predict", one, "--checkpoint", bare))
        self.assertEqual(outcome.out, f"{one}: 0 (10.00 %), 1 (10.00 %), 2 (10.00 %)\n")

    def test_export_writes_whole_files_or_none(self):
        bare = files.write(self.path("bare"), files.safetensors(SHAPES))
        export = ["export", "--checkpoint", bare]
        onnx, header = self.path("model.onnx"), self.path("2 digits.hpp")
        outcome = self.expect_success(run(self.program, *export, "--onnx", onnx, "--header", header))
        self.assertEqual(outcome.out, f"ONNX model in {onnx}, 12.5 MiB\n"
                         f"C++ header in {header}, 26.4 MiB\n"
                         "#include it and call n2_digits_network::predict(image)\n")
        old = files.read(onnx)
        outcome = run(self.program, *export, "--onnx", onnx, most_bytes=1 << 20)
        self.expect_failure(outcome, 1, onnx, "File too large")
        self.assertEqual(files.read(onnx), old)
        self.expect_failure(run(self.program, *export, "--header", self.path("no", "x.hpp")), 1,
                            self.path("no", "x.hpp"), "No such file or directory")

    def test_export_for_a_web_page(self):
        bare = files.write(self.path("bare"), files.safetensors(SHAPES))
        page = self.path("page")
        weights = os.path.join(page, "weights.safetensors")
        export = ["export", "--checkpoint", bare, "--web", page]
        self.expect_failure(run(self.program, *export), 1, weights, "No such file or directory")
        os.mkdir(page)
        outcome = self.expect_success(run(self.program, *export))
        self.assertEqual(outcome.out, f"weights in {weights}, 12793 KiB\n"
                         f"test images in {os.path.join(page, 'samples.safetensors')}, 123 KiB\n")
        # What is there is a checkpoint like any other, and not written over.
        again = ["export", "--checkpoint", weights, "--web", page]
        self.expect_failure(run(self.program, *again), 2, "--web", "expected a file of its own",
                            f"found {weights} of --checkpoint")
        # A network of three channels has no page.
        signs = self.path("signs")
        self.expect_success(run(self.example, "train", "--steps", "0", "--checkpoint", signs))
        self.expect_failure(run(self.example, "export", "--checkpoint", signs, "--web", page), 1,
                            "--web: expected a classifier of images with one channel")

    def test_describe_as_json(self):
        found = json.loads(self.expect_success(run(self.program, "describe", "--json")).out)
        self.assertEqual((found["input"], found["classes"], found["parameters"],
                          found["multiply_adds"]), ("28x28x1", 10, 3_274_634, 13_883_904))
        self.assertEqual(found["layers"][0], {"layer": "conv<32,5>", "output": "28x28x32",
                                              "parameters": 832, "multiply_adds": 627_200})
        self.assertEqual(sum(layer["parameters"] for layer in found["layers"]),
                         found["parameters"])
        self.assertEqual({t["name"]: t["shape"] for t in found["tensors"]}, SHAPES)
        self.assertEqual([stage["kernel"] for stage in found["stages"]],
                         ["direct", "16x16 transforms", "dense, living outputs", "dense"])
        self.assertEqual(found["stages"][1]["plain_multiply_adds"], 3 * 128 * 10_035_200)
        self.assertIsNone(found["stages"][2]["kept_state_at"])
        self.assertEqual([stage["output_bytes"] for stage in found["stages"]],
                         [4 * 128 * values for values in (14 * 14 * 32, 7 * 7 * 64, 1024, 10)])
        for stage in found["stages"]:
            self.assertEqual(stage["kept_state_at"] is not None, stage["kept_state_bytes"] > 0)
            for room in ("forward_room_bytes", "backward_room_bytes"):
                self.assertGreaterEqual(stage[room], 0)
        trainer = found["trainer"]
        self.assertEqual((trainer["optimizer"], trainer["batch"]), ("adam", 128))
        self.assertEqual(trainer["moment_bytes"], 2 * trainer["parameter_bytes"])
        self.assertGreater(trainer["arena_bytes"], 0)
