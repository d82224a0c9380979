#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""What other programs make of an exported network.

usage: export_test.py --networks PATH --cxx CXX --nm NM [--onnx-python PYTHON] [--torch-python PYTHON]

`networks` writes models with the outputs that typenet gives; ONNX Runtime, the exported header and
PyTorch with the documented lines must give the same to 1e-5 of the largest. What the Pythons (or those of the
variables TYPENET_ONNX_PYTHON and TYPENET_TORCH_PYTHON) have no packages for is skipped.
"""

import argparse
import array
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
PAGE = HERE.parents[1] / "docs" / "command_line.md"
IMAGES = 1000
MOST = 1e-5  # of the largest output
# What a compiler may call of its own accord, freestanding too (GCC's manual, "Standards").
OWN_CALLS = {"memcpy", "memmove", "memset", "memcmp", "_GLOBAL_OFFSET_TABLE_", "__stack_chk_fail"}
options = None

HOSTED = """#include "{name}.hpp"
#include <cstdio>
#include <vector>
using namespace {name}_network;
int main(int, char** argv) {{
    std::vector<float> image({inputs});
    static workspace room;
    std::FILE* const from = std::fopen(argv[1], "rb");
    std::FILE* const to = std::fopen(argv[2], "wb");
    while (std::fread(image.data(), 4, image.size(), from) == image.size()) {{
        float found[{outputs}];
        {function}(image.data(), found, room);
{check}        std::fwrite(found, 4, {outputs}, to);
    }}
    return std::fclose(to);
}}
"""
CHECK = {"logits": """\
        const int likeliest = predict(image.data());
        if (likeliest != predict(image.data(), room)) return 1;
        for (int c = 0; c < classes; ++c)
            if (found[c] > found[likeliest]) return 1;
""", "outputs": """\
        float again[values_out];
        outputs(image.data(), again);
        for (int i = 0; i < values_out; ++i)
            if (again[i] < found[i] || again[i] > found[i]) return 1;
"""}
FREESTANDING = """#include "{name}.hpp"
extern "C" void answer(const float* image, float* out) {{
    using namespace {name}_network;
    {answer};
}}
"""
ANSWER = {"logits": "*out = static_cast<float>(predict(image))", "outputs": "outputs(image, out)"}
TWO = """int first(int, char** argv);
int second(int, char** argv);
int main(int, char** argv) { return first(0, argv) != 0 ? 1 : second(0, argv + 2); }
"""
# What projects ask of their own code.
STRICT = ("-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wsign-conversion", "-Wshadow",
          "-Wfloat-equal", "-Wdouble-promotion", "-Werror")


def floats(path):
    numbers = array.array("f")
    numbers.frombytes(pathlib.Path(path).read_bytes())
    return numbers


def command(*words, **how):
    return subprocess.run([str(w) for w in words], capture_output=True, text=True, check=False, **how)


class Export(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="typenet-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        done = command(options.networks, cls.folder)
        if done.returncode:
            raise RuntimeError(done.stderr)
        cls.names = sorted(model.stem for model in cls.folder.glob("*.onnx"))
        assert "every" in cls.names, cls.names

    def file(self, name):
        return self.folder / name

    def program(self, template, name):
        """A source file for a header, by what the header is for."""
        header = self.file(f"{name}.hpp").read_text("utf-8")
        function = "logits" if "int classes =" in header else "outputs"
        return template.format(name=pathlib.Path(name).name, function=function,
                               check=CHECK[function], answer=ANSWER[function],
                               inputs="values_in" if "int values_in" in header
                               else "height * width * channels",
                               outputs="classes" if function == "logits" else "values_out")

    def expect_same_outputs(self, name, found):
        right = floats(self.file(f"{name}.outputs"))
        found = floats(found)
        self.assertEqual(len(found), len(right))
        self.assertEqual(len(right) % IMAGES, 0)
        self.assertGreater(max(right) - min(right), 0.5)  # they say something
        worst = max(abs(a - b) for a, b in zip(right, found))
        self.assertLessEqual(worst, MOST * max(abs(a) for a in right))

    def test_onnx_runtime_gives_the_same_outputs(self):
        for name in self.names:
            with self.subTest(name):
                out = self.file(f"{name}.onnx_outputs")
                done = command(options.onnx_python, HERE / "run_onnx.py",
                               self.file(f"{name}.onnx"), self.file(f"{name}.images"), out)
                if done.returncode == 77:
                    self.skipTest(f"{options.onnx_python} has no {done.stdout.strip()}")
                self.assertEqual(done.returncode, 0, done.stderr)
                self.expect_same_outputs(name, out)

    def test_pytorch_gives_the_same_outputs(self):
        (snippet,) = [block for block in re.findall(r"^```python\n(.*?)^```$", PAGE.read_text("utf-8"),
                                                    re.DOTALL | re.MULTILINE) if "torch" in block]
        (name,) = set(re.findall(r"\w+\.safetensors", snippet))
        place = self.file("torch")
        place.mkdir()
        (place / name).symlink_to(self.file("digits.safetensors"))
        (place / "snippet.py").write_text(snippet, encoding="utf-8")
        done = command(options.torch_python, HERE / "run_torch.py", "snippet.py",
                       self.file("digits.images"), "logits", cwd=place)
        if done.returncode == 77:
            self.skipTest(f"{options.torch_python} has no {done.stdout.strip()}")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.expect_same_outputs("digits", place / "logits")

    def test_the_header_gives_the_same_outputs(self):
        for name in self.names:
            with self.subTest(name):
                source = self.file(f"{name}.cpp")
                source.write_text(self.program(HOSTED, name), encoding="utf-8")
                program = self.file(f"{name}_program")
                done = command(options.cxx, "-std=c++20", "-O2", "-march=native", *STRICT, source,
                               "-o", program)
                self.assertEqual(done.returncode, 0, done.stderr[:3000])
                out = self.file(f"{name}.header_outputs")
                done = command(program, self.file(f"{name}.images"), out)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.expect_same_outputs(name, out)

    def test_headers_of_one_name_answer_with_their_own_weights(self):
        right = [self.file("mlp"), self.file("again/mlp")]
        parts = []
        for folder, function in ((self.folder, "first"), (self.folder / "again", "second")):
            source = folder / f"{function}.cpp"
            source.write_text(self.program(HOSTED, "mlp"), encoding="utf-8")
            parts += [folder / f"{function}.o"]
            done = command(options.cxx, "-std=c++20", "-O1", f"-Dmain={function}", "-c", source, "-o",
                           parts[-1])
            self.assertEqual(done.returncode, 0, done.stderr[:3000])
        source = self.file("two.cpp")
        source.write_text(TWO, encoding="utf-8")
        program = self.file("two")
        done = command(options.cxx, source, *parts, "-o", program)
        self.assertEqual(done.returncode, 0, done.stderr[:3000])
        found = [self.file("first.found"), self.file("second.found")]
        done = command(program, f"{right[0]}.images", found[0], f"{right[1]}.images", found[1])
        self.assertEqual(done.returncode, 0, done.stderr)
        self.expect_same_outputs("mlp", found[0])
        self.expect_same_outputs("again/mlp", found[1])

    def test_the_header_needs_no_library_and_little_stack(self):
        for name in self.names:
            with self.subTest(name):
                source = self.file(f"{name}_free.cpp")
                source.write_text(self.program(FREESTANDING, name), encoding="utf-8")
                made = self.file(f"{name}_free.o")
                for compiler in filter(shutil.which, {options.cxx, "clang++-19"}):
                    done = command(compiler, "-std=c++20", "-O2", "-ffreestanding", "-nostdinc",
                                   "-fno-exceptions", "-fno-rtti", "-Wframe-larger-than=1024",
                                   *STRICT, "-c", source, "-o", made)
                    self.assertEqual(done.returncode, 0, done.stderr[:3000])
                    done = command(options.nm, "--undefined-only", "--format=just-symbols", made)
                    self.assertEqual(done.returncode, 0, done.stderr)
                    self.assertLessEqual(set(done.stdout.split()), OWN_CALLS)

    def test_the_header_has_the_functions_that_it_calls(self):
        def functions(name):
            return set(re.findall(r"^(?:inline )?(?:void|double|float) (\w+)\(",
                                  self.file(f"{name}.hpp").read_text("utf-8"), re.MULTILINE))

        self.assertEqual(functions("mlp"), {"value", "relu", "dense", "logits"})
        self.assertLessEqual({"exponential", "error_function", "tanh", "depthwise_convolution"},
                             functions("every"))

    def test_the_header_of_a_chain_has_two_arrays(self):
        found = re.findall(r"float slot\d\[(\d+)\]", self.file("digits.hpp").read_text("utf-8"))
        self.assertEqual(found, ["25088", "6272"])

    def test_outputs_that_are_logits_are_called_so(self):
        for suffix in ("onnx", "hpp"):
            for name, said in (("yes_or_no", True), ("images", False)):
                words = self.file(f"{name}.{suffix}").read_bytes()
                self.assertEqual(b"outputs are logits x, of probabilities 1 / (1 + exp(-x))" in words,
                                 said, name)

    def test_a_layer_of_ones_own_is_refused(self):
        self.assertEqual(self.file("refusal").read_text("utf-8"),
                         "layer halving1, halving, cannot be exported: expected one of typenet's "
                         "own layers, found halving")
        self.assertEqual(list(self.folder.glob("own.*")), [])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--networks", required=True)
    parser.add_argument("--cxx", required=True)
    parser.add_argument("--nm", required=True)
    parser.add_argument("--onnx-python",
                        default=os.environ.get("TYPENET_ONNX_PYTHON") or sys.executable)
    parser.add_argument("--torch-python",
                        default=os.environ.get("TYPENET_TORCH_PYTHON") or sys.executable)
    options, others = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *others])
