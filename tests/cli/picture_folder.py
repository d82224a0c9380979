# SPDX-License-Identifier: BSL-1.0
"""A folder of pictures, a subfolder a class, as a data set."""

import json
import os
import random
import shutil
import tempfile

import files
from asking import drawing, png
from program import ProgramTest, run

# Not in the order of the digits; the names are numbered as bytes.
CLASSES = {"seven": 7, "Zero": 0, "one": 1}
NAMES = ["Zero", "one", "seven"]
EACH = 75


def picture(digit, draw):
    """A digit of any size, grey or coloured, dark on light or the other way."""
    ink = drawing(digit, draw.randint(12, 36))
    margin = draw.randint(0, 9) * [0]
    ink = [row + margin for row in ink]
    if draw.random() < 0.3:
        return png([[(255 - v, 255 - v // 2, 255) for v in row] for row in ink], colours=3)
    return png(ink if draw.random() < 0.5 else [[255 - v for v in row] for row in ink])


def write_classes(folder, classes, each, backwards=False):
    """The same files, whatever the order in which they are made."""
    contents = {}
    draw = random.Random(3)
    for name, digit in classes.items():
        for i in range(each):
            contents[os.path.join(name, f"{i}.png")] = picture(digit, draw)
    for name in sorted(contents, reverse=backwards):
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        files.write(path, contents[name])
    return folder


class PictureFolder(ProgramTest):
    @classmethod
    def setUpClass(cls):
        cls.root = tempfile.mkdtemp(prefix="typenet-test-")
        cls.addClassCleanup(shutil.rmtree, cls.root)
        cls.data = write_classes(os.path.join(cls.root, "data"), CLASSES, EACH)
        cls.model = os.path.join(cls.root, "model")
        cls.trained = run(cls.program, "train", "--data", cls.data, "--steps", "12",
                          "--checkpoint", cls.model)
        assert cls.trained.code == 0, cls.trained

    def copy(self, name):
        return shutil.copytree(self.data, self.path(name))

    def digest(self, data):
        """Of the data set, as the program keeps it: one checksum a part."""
        model = self.path("digest")
        self.expect_success(run(self.program, "train", "--data", data, "--steps", "0", "--quiet",
                                "--checkpoint", model))
        return files.read_safetensors(model)[0]["data_digest"]

    def eval(self, data, *arguments):
        return run(self.program, "eval", "--data", data, "--checkpoint", self.model, *arguments)

    def test_training_learns_and_names_the_classes(self):
        self.assertIn(f"data: pictures of {self.data} (3 classes; ", self.trained.out)
        counts, names = [], None
        for split in ("train", "validation", "test"):
            found = json.loads(self.expect_success(self.eval(self.data, "--json", "--split",
                                                             split)).out)
            counts.append(found["images"])
            names = [c.get("name") for c in found["classes"]]
            self.assertEqual(names, NAMES + 7 * [None])
            self.assertGreater(found["accuracy"], 0.8)
        self.assertEqual(sum(counts), 3 * EACH)
        self.assertGreater(counts[0], 0.7 * 3 * EACH)
        self.assertGreater(min(counts), 0.05 * 3 * EACH)
        self.assertIn(f"({len(NAMES)} classes; {counts[0]} to train on, {counts[1]} for validation,"
                      f" {counts[2]} to test on)", self.trained.out)
        text = self.expect_success(self.eval(self.data)).out
        self.assertRegex(text, r"(?m)^ 0 Zero +\d+ +\d+ ")
        self.assertRegex(text, r"(?m)^2 seven( +(\d+|\.)){10}$")

    def test_predict_says_names(self):
        for name in NAMES:
            shown = files.write(self.path(name + ".png"), png(drawing(CLASSES[name], 50)))
            done = self.expect_success(run(self.program, "predict", "--checkpoint", self.model,
                                           shown))
            self.assertRegex(done.out, rf"\A{shown}: {name} \([\d.]+ %\), ")
            done = run(self.program, "predict", "--checkpoint", self.model, "--json", shown)
            told = json.loads(self.expect_success(done).out)
            self.assertEqual((told["class"], told["name"]), (NAMES.index(name), name))

    def test_the_order_of_the_entries_does_not_matter(self):
        other = write_classes(self.path("other"), CLASSES, EACH, backwards=True)
        files.write(os.path.join(other, "notes.txt"), b"beside the classes")
        files.write(os.path.join(other, "one", ".hidden"), b"of a file manager")
        os.mkdir(os.path.join(other, ".git"))
        for name in ("__MACOSX", "@eaDir", "lost+found", "$RECYCLE.BIN", "System Volume Information"):
            os.mkdir(os.path.join(other, name))
        os.mkdir(os.path.join(other, "one", "@eaDir"))
        for name in ("Thumbs.db", "desktop.ini", "Desktop.ini", "._1.png", ".DS_Store"):
            files.write(os.path.join(other, "one", name), b"of a file manager")
        self.assertEqual(self.digest(other), self.digest(self.data))

    def test_a_new_picture_moves_no_other(self):
        before = self.digest(self.data).split("-")
        other = self.copy("other")
        changed = set()
        for i in range(20):
            path = files.write(os.path.join(other, "one", f"new{i}.png"), png(drawing(1, 20)))
            after = self.digest(other).split("-")
            changed.add(tuple(a != b for a, b in zip(after, before)))
            os.remove(path)
        self.assertEqual(changed, {(True, False, False), (False, True, False),
                                   (False, False, True)})

    def test_eval_wants_the_classes_of_the_training(self):
        other = self.copy("other")
        os.rename(os.path.join(other, "seven"), os.path.join(other, "eight"))
        self.expect_failure(self.eval(other), 1, f"{other}: expected the classes that the "
                            "checkpoint was trained on, Zero, one, seven, found Zero, eight, one")

    def test_a_part_that_lacks_a_class_is_told(self):
        other = self.copy("other")
        few = os.path.join(other, "few")
        os.mkdir(few)
        for name in ("1.png", "3.png"):  # both are to train on
            files.write(os.path.join(few, name), png(drawing(1, 20)))
        outcome = run(self.program, "train", "--data", other, "--steps", "0")
        self.assertEqual(outcome.code, 0, outcome)
        self.assertRegex(outcome.err, rf"\Awarning: pictures of {other} [^\n]*: the validation "
                                      r"part has no image of class few\n\Z")

    def test_a_network_of_three_channels_gets_colours(self):
        # Each class is a colour: without colours all classes would look alike.
        folder = self.path("colours")
        draw = random.Random(5)
        for name, colour in {"red": (220, 40, 40), "green": (40, 220, 40),
                             "blue": (40, 40, 220)}.items():
            os.makedirs(os.path.join(folder, name))
            for i in range(90):
                side = draw.randint(4, 30)
                row = [tuple(min(255, v + draw.randint(0, 30)) for v in colour)] * side
                files.write(os.path.join(folder, name, f"{i}.png"), png([row] * side, colours=3))
        model = self.path("model")
        self.expect_success(run(self.example, "train", "--data", folder, "--steps", "60",
                                "--checkpoint", model, "--quiet"))
        found = json.loads(self.expect_success(run(
            self.example, "eval", "--data", folder, "--checkpoint", model, "--json")).out)
        self.assertGreater(found["accuracy"], 0.9)


class BadPictureFolder(ProgramTest):
    def setUp(self):
        super().setUp()
        self.data = write_classes(self.path("data"), {"a": 0, "b": 1, "c": 7, "d": 0}, 60)

    def expect_refusal(self, *words):
        """By the example, which has four classes and three channels."""
        model = self.path("model")
        self.expect_failure(run(self.example, "train", "--data", self.data, "--steps", "0",
                                "--checkpoint", model), 1, *words)
        self.assertFalse(os.path.exists(model))

    def test_folders(self):
        empty = self.path("empty")
        os.mkdir(empty)
        for folder in (empty, os.path.join(self.data, "a")):
            with self.subTest(folder):
                self.expect_failure(
                    run(self.example, "train", "--data", folder, "--steps", "0"), 1,
                    f"{folder}: expected the files of a data set, or a subfolder of PNG or JPEG "
                    "pictures for each class, found neither")
        os.mkdir(os.path.join(self.data, "e"))
        self.expect_refusal(f"{self.data}: expected at most 4 subfolders", "found 5: a, b, c, d, e")
        os.rmdir(os.path.join(self.data, "e"))
        shutil.rmtree(os.path.join(self.data, "b"))
        os.mkdir(os.path.join(self.data, "b"))
        self.expect_refusal(f"{self.data}/b: expected pictures of a class, found none")

    def test_files(self):
        bad = os.path.join(self.data, "c", "bad")
        whole = png(drawing(7, 20))
        for ending, content, words in (
                (".png", b"GIF89a" + bytes(20), "expected a PNG or JPEG picture, found a GIF picture"),
                (".png", b"\xff\xd8\xff\xe0", "expected a whole JPEG picture, found one that libjpeg "
                 "refuses: "),
                (".png", b"", "expected a PNG or JPEG picture, found nothing"),
                (".PNG", whole[:60], "expected a whole PNG picture"),
                (".bmp", whole, "found a name that does not end with .png, .jpg or .jpeg")):
            with self.subTest(ending + words):
                files.write(bad + ending, content)
                self.expect_refusal(bad + ending, words)
                os.remove(bad + ending)
        for what, make, words in (
                ("folder", os.mkdir, "alone in the folder of a class, found a folder"),
                ("pipe", os.mkfifo, "expected a picture, found something that is no file"),
                ("broken link", lambda path: os.symlink("nowhere", path),
                 "No such file or directory")):
            with self.subTest(what):
                make(bad + ".png")
                self.expect_refusal(bad + ".png", words)
                os.rmdir(bad + ".png") if what == "folder" else os.remove(bad + ".png")

    def test_too_few_pictures(self):
        data, self.data = self.data, self.path("few")
        shutil.copytree(data, self.data)
        for name in os.listdir(self.data):
            for i in range(30, 60):
                os.remove(os.path.join(self.data, name, f"{i}.png"))
        self.expect_refusal("expected at least 128 images to train on, which is one minibatch, "
                            "found ")
        for name in os.listdir(self.data):
            for i in range(1, 30):
                os.remove(os.path.join(self.data, name, f"{i}.png"))
        self.expect_refusal(f"{self.data}", ", found none among ", "more are needed")

    def test_a_picture_without_a_drawing(self):
        blank = files.write(os.path.join(self.data, "c", "blank.png"), png([[9] * 8] * 8))
        self.expect_failure(run(self.program, "train", "--data", self.data, "--steps", "0"), 1,
                            f"{blank}: expected a drawing, found one tone all over")
