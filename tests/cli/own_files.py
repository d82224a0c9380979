# SPDX-License-Identifier: BSL-1.0
"""No command writes onto a file that it reads, or onto one that it writes for another purpose."""

import os
import shutil
import tempfile

import files
from asking import drawing, png
from program import ProgramTest, run


class OwnFiles(ProgramTest):
    @classmethod
    def setUpClass(cls):
        cls.root = tempfile.mkdtemp(prefix="typenet-test-")
        cls.addClassCleanup(shutil.rmtree, cls.root)
        data = files.write_data(os.path.join(cls.root, "data"), (12, 20, 3), 4, rank4=True)
        cls.model, cls.log = (os.path.join(cls.root, name) for name in ("model", "log"))
        done = run(cls.example, "train", "--data", data, "--steps", "6", "--checkpoint", cls.model,
                   "--checkpoint-every", "3", "--log", cls.log)
        assert done.code == 0, done

    def setUp(self):
        super().setUp()
        for name in ("model", "model.1", "model.best", "log"):
            shutil.copy(os.path.join(self.root, name), self.path(name))
        shutil.copytree(os.path.join(self.root, "data"), self.path("data"))
        os.symlink("model", self.path("soft"))
        os.link(self.path("model"), self.path("hard"))
        os.symlink("data", self.path("data-link"))
        os.symlink("../model", self.path("data", "notes"))  # no IDX file

    def contents(self):
        return {name: files.read(os.path.join(folder, name))
                for folder, _, names in os.walk(self.folder) for name in names}

    def expect_refusal(self, command, words):
        before = self.contents()
        arguments = [self.path(word[1:]) if word.startswith("@") else word
                     for word in command.split()]
        words = " ".join(self.path(word[1:]) if word.startswith("@") else word
                         for word in words.split(" "))
        self.expect_failure(run(self.example, *arguments), 2, words)
        self.assertEqual(self.contents(), before)

    def test_train(self):
        train = "train --data @data --steps 1 "
        for command, words in (
                (train + "--checkpoint @new --report @new",
                 "--report @new: expected a file of its own, found @new of --checkpoint"),
                (train + "--checkpoint @new --log @new", "--log @new: expected a file of its own"),
                (train + "--checkpoint @new --log @new.best", "found @new.best of --checkpoint"),
                (train + "--checkpoint @new --keep-last 3 --report @new.2",
                 "found @new.2 of --checkpoint"),
                (train + "--log @page --report @page", "found @page of --log"),
                (train + "--init-from @model --log @soft",
                 "--log @soft: expected a file of its own, found @model of --init-from"),
                (train + "--init-from @model --checkpoint @hard",
                 "--checkpoint @hard: expected a file of its own, found @model of --init-from"),
                (train + "--init-from @model.best --checkpoint @model",
                 "found @model.best of --init-from"),
                (train + "--log @data/train-labels-idx1-ubyte",
                 "found @data/train-labels-idx1-ubyte of --data"),
                (train + "--checkpoint @data-link/t10k-images-idx4-ubyte",
                 "found @data/t10k-images-idx4-ubyte of --data"),
                ("train --data @data --resume @model --log @model",
                 "--log @model: expected a file of its own, found @model of --checkpoint"),
                ("train --data @data --resume @model --log @model.1", "found @model.1 of"),
                ("train --data @data --resume @model --checkpoint @model.1",
                 "--checkpoint @model.1: expected a file of its own, found @model.1 of --resume"),
                ("train --data @data --resume @model.1 --checkpoint @model",
                 "--checkpoint @model.1: expected a file of its own, found @model.1 of --resume"),
                (train + "--log @.typenet-1-0.tmp",
                 "--log: expected a name that is no temporary file's, found @.typenet-1-0.tmp")):
            with self.subTest(command):
                self.expect_refusal(command, words)

    def test_report_and_export(self):
        report = "report --data @data --checkpoint @model --log @log --out "
        export = "export --checkpoint @model "
        for command, words in (
                (report + "@model", "--out @model: expected a file of its own, found @model of "
                                    "--checkpoint"),
                (report + "@log", "found @log of --log"),
                (report + "@data/t10k-labels-idx1-ubyte", "of --data"),
                (export + "--onnx @soft", "--onnx @soft: expected a file of its own, found @model of "
                                          "--checkpoint"),
                (export + "--header @hard", "found @model of --checkpoint"),
                (export + "--onnx @new --header @new",
                 "--header @new: expected a file of its own, found @new of --onnx")):
            with self.subTest(command):
                self.expect_refusal(command, words)

    def test_pictures(self):
        folder = self.path("pictures")
        for name in ("a", "b"):
            os.makedirs(os.path.join(folder, name))
            files.write(os.path.join(folder, name, "1.png"), png(drawing(1, 20)))
        self.expect_refusal("train --data @pictures --steps 0 --log @pictures/b/1.png",
                            "found @pictures/b/1.png of --data")

    def test_what_is_meant_so(self):
        for arguments in (["--resume", "model"], ["--resume", "soft"],
                          ["--resume", "model", "--checkpoint", "soft"],
                          # What stands beside the data is no data.
                          ["--resume", "model", "--log", "data/log"],
                          ["--resume", "model", "--log", "data/log"]):
            with self.subTest(arguments):
                here = [self.path(a) if not a.startswith("--") else a for a in arguments]
                self.expect_success(run(self.example, "train", "--data", self.path("data"), *here))
