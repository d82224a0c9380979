# SPDX-License-Identifier: BSL-1.0
"""What is checked of the pages; each check yields one text for each fault.

Conventions of the pages:

<!-- LANGUAGE: the file PATH -->, above any block, says that it is a copy of that file, which is
              compiled elsewhere.
```cpp        is compiled with all warnings as errors. It is a whole program or header, unless a
              comment stands above it: <!-- cpp: in main, with digits --> or
              <!-- cpp: at namespace scope, with digits -->, where digits is README's network. With
              <!-- cpp: after FILE --> it is compiled in the folder of the page, where a command has
              left FILE.
```console    `$ typenet ...` is run, in one folder a page with nothing but the pictures of docs/ and,
              for docs/PAGE.md, the files of docs/PAGE/; so are `$ python3 FILE ...` there, and
              `$ build/my_trainer ...`, which is docs/tutorial/main.cpp as the tests have built it;
              and `$ ./run help`, and the programs of OTHERS where they are installed; nothing else
              may stand there. The rest of a page is skipped, with a word, if it needs one that is not,
              or a network that `typenet` was not compiled with. Lines below a command are all that
              it prints, where a line … stands for any lines and … in a line for any text.
              Above a block may stand
              <!-- console: exit code 2 -->, if its commands fail;
              <!-- console: on a terminal -->, where a line that redraws is told as often as it was
              drawn; <!-- console: Ctrl-C after step 2 -->, when `typenet train` gets one.
```python     must be Python, and is run where the packages it imports are installed;
              <!-- python: after FILE --> above it: in the folder of the page, where a command has
              left FILE.
```cmake      below <!-- cmake --> configures, with README's program as main.cpp.
<!-- error    see make_errors.py; <!-- results see bench/suite/pages/.
"""

import dataclasses
import importlib.util
import json
import os
import pathlib
import re
import shlex
import shutil
import struct
import subprocess
import sys
import tempfile

import make_errors
import terminal

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))

from suite import measure_accuracy, results  # noqa: E402: its folder is known only now
from suite.pages import recipe_tables, writing  # noqa: E402

ELSEWHERE = re.compile(r"(?<![\w.])(/work|/tmp|/root|/home)\b|\.\./shared")
# Its programs are those of the compile-fail tests, which check them.
WRONG_ON_PURPOSE = {"docs/errors.md"}
AFTER = "cpp: after "
COPY = re.compile(r"\w+: the file (\S+)")
# Programs that are not typenet's, which pages call.
OTHERS = ("arm-none-eabi-g++", "qemu-system-arm")
FENCE = re.compile(r"(?:^<!-- (?P<note>[a-z]+(?:: [^\n]*?)?) -->\n)?^```(?P<language>\w*)\n"
                   r"(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclasses.dataclass
class Tools:
    program: str
    tutorial: str
    cxx: str
    includes: list
    cmake: str
    folder: pathlib.Path
    sample: pathlib.Path = None

    def new_folder(self):
        return pathlib.Path(tempfile.mkdtemp(dir=self.folder))


@dataclasses.dataclass
class Block:
    page: str
    line: int
    language: str
    note: str
    body: str

    def place(self):
        return f"{self.page}:{self.line}"


def load_pages():
    names = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md",
             *sorted(str(p.relative_to(ROOT)) for p in (ROOT / "docs").glob("*.md"))]
    return {name: (ROOT / name).read_text(encoding="utf-8") for name in names}


def blocks(pages, language=None):
    """Those in one language, or all."""
    for page, text in pages.items():
        if page in WRONG_ON_PURPOSE:
            continue
        for match in FENCE.finditer(text):
            if language in (None, match["language"]):
                yield Block(page, text.count("\n", 0, match.start("body")), match["language"],
                            match["note"] or "", match["body"])


def without_blocks(text):
    return FENCE.sub("", text)


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def run(command, **how):
    environment = {k: v for k, v in os.environ.items() if k != "TYPENET_DATA"}
    return subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env=environment, check=False, **how)


def compared(place, what, documented, real):
    """One finding for names that only one side has."""
    if missing := sorted(real - documented):
        yield f"{place}: {what} not documented: {', '.join(missing)}"
    if extra := sorted(documented - real):
        yield f"{place}: {what} documented but not there: {', '.join(extra)}"


def heading_section(text, heading):
    """What stands below a heading, up to the next one of its level or above."""
    level = len(heading) - len(heading.lstrip("#"))
    match = re.search(rf"^{re.escape(heading)}$\n(.*?)(?=^#{{1,{level}}} |\Z)", text,
                      re.DOTALL | re.MULTILINE)
    return match[1] if match else ""


def table_cells(text, column=0):
    """The cells of one column of all tables, without their headings."""
    rows = [line.strip().strip("|").split("|") for line in text.splitlines()
            if line.startswith("|")]
    rules = [i for i, row in enumerate(rows) if set(row[0].strip()) <= {"-"}]
    return [row[column] for i, row in enumerate(rows)
            if i not in rules and i + 1 not in rules and len(row) > column]


def code_spans(text):
    return re.findall(r"`([^`\n]+)`", text)


# ---- links and names -----------------------------------------------------------------------------


def anchors(text):
    for heading in re.findall(r"^#+ (.*)$", without_blocks(text), re.MULTILINE):
        yield re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def check_links(pages, _tools):
    for page, text in pages.items():
        for target in re.findall(r"\]\(([^)\s]+)\)", without_blocks(text)):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = target.partition("#")
            file = (ROOT / page).parent / path if path else ROOT / page
            name = os.path.relpath(file, ROOT)
            if not file.exists():
                yield f"{page}: link to {target}: no such file"
            elif anchor and anchor not in anchors(pages.get(name) or file.read_text("utf-8")):
                yield f"{page}: link to {target}: no such heading"


def check_names(pages, _tools):
    """Files, variables, commands and presets that the pages name."""
    known = "".join(read(name) for name in ("CMakeLists.txt", "run", "include/typenet/base/simd.hpp",
                                            "tests/export/export_test.py", "tests/import/import_test.py",
                                            "tests/package/package_test.py",
                                            "include/typenet/base/diagnostic.hpp",
                                            "src/commands/command_line.cpp",
                                            "src/portable/main.cpp"))
    presets = json.loads(read("CMakePresets.json"))
    commands = set(re.findall(r"^  ([a-z-]+) ", run([ROOT / "run", "help"]).stdout, re.MULTILINE))
    for page, text in pages.items():
        for span in code_spans(without_blocks(text)):
            if re.fullmatch(r"(include|src|tests|docs|bench|\.ci)/[\w./-]+", span):
                if not (ROOT / span).exists():
                    yield f"{page}: names {span}, which is not there"
        for name in set(re.findall(r"TYPENET_[A-Z_]*[A-Z]", text)):
            if not re.search(rf"\b{name}\b", known):
                yield f"{page}: names {name}, which nothing reads"
        for command, name in re.findall(r"(cmake|cmake --build|ctest) --preset ([\w-]+)", text):
            kind = {"cmake": "configure", "cmake --build": "build", "ctest": "test"}[command]
            if name not in {preset["name"] for preset in presets[f"{kind}Presets"]}:
                yield f"{page}: names the {kind} preset {name}, which is not there"
        for name in re.findall(r"\./run ([a-z][a-z-]*)", text):
            if name not in commands:
                yield f"{page}: ./run has no command {name}"
        if match := ELSEWHERE.search(text):
            yield f"{page}: names a place of one machine: {match[0]}"


# ---- code ----------------------------------------------------------------------------------------


def readme_program(pages):
    return make_errors.PROGRAM.search(pages.get("README.md") or read("README.md"))[1]


def whole_program(block, program):
    """A fragment in the wrapping that its note names; None for an unknown note."""
    if not block.note.startswith("cpp"):
        return block.body
    digits = program[:program.index("int main")]
    head = f"#include <cstdint>\n#include <vector>\n#include <typenet/typenet.hpp>\n{digits}"
    if block.note == "cpp: in main, with digits":
        return f"{head}int main() {{\n{block.body}\n}}\n"
    if block.note == "cpp: at namespace scope, with digits":
        return f"{head}{block.body}\n"
    return None


def check_cpp(pages, tools):
    for block in blocks(pages, "cpp"):
        if block.note.startswith(AFTER) or COPY.fullmatch(block.note):
            continue
        source = whole_program(block, readme_program(pages))
        if source is None:
            yield f"{block.place()}: unknown wrapping '{block.note}'"
            continue
        yield from check_compiles(block, source, tools.new_folder(), tools)


def check_copies(pages, _tools):
    """Blocks that show a file of the checkout, but for the line with its licence, if it has one."""
    for block in blocks(pages):
        if match := COPY.fullmatch(block.note):
            file = re.sub(r"\A.*SPDX-License-Identifier.*\n", "", read(match[1]))
            if block.body != file:
                yield f"{block.place()}: is not the file {match[1]}"


def check_compiles(block, source, folder, tools):
    path = folder / "main.cpp"
    path.write_text(source, encoding="utf-8")
    done = run([tools.cxx, *make_errors.flags(tools.includes), "-Wall", "-Wextra", "-Wpedantic",
                "-Werror", "-Wno-unused-variable", "-Wno-unused-but-set-variable", path])
    if done.returncode:
        yield f"{block.place()}: C++ that does not compile:\n{done.stdout[:3000]}"


def missing_file(block, folder):
    """The file that a block needs and that no command of its page has left, or None."""
    needed = re.match(r"\w+: after (\S+)", block.note)
    return needed[1] if needed and not (folder / needed[1]).exists() else None


def check_errors(pages, tools):
    page = pages.get("README.md", "")
    compiler = make_errors.compiler_of(tools.cxx)
    for block in make_errors.BLOCK.finditer(page):
        try:
            source = make_errors.wrong_program(page, block)
        except ValueError as wrong:
            yield str(wrong)
            continue
        real = make_errors.first_error(tools.cxx, tools.includes, source)
        told = block["words"].rstrip("\n")
        same = make_errors.facts(told) == make_errors.facts(real) != {}
        if block["compiler"] == compiler:
            same = same and told == real
        if not same:
            yield (f"README.md: the error of {block['compiler']} is stale (run "
                   f"tests/docs/make_errors.py):\n  page: {told}\n  {compiler}: {real}")


def check_cmake(pages, tools):
    for block in blocks(pages, "cmake"):
        if block.note != "cmake":
            continue
        folder = tools.new_folder()
        (folder / "CMakeLists.txt").write_text(block.body, encoding="utf-8")
        (folder / "main.cpp").write_text(readme_program(pages), encoding="utf-8")
        (folder / "typenet").symlink_to(ROOT)
        done = run([tools.cmake, "-S", folder, "-B", folder / "build",
                    f"-DCMAKE_CXX_COMPILER={tools.cxx}"])
        if done.returncode:
            yield f"{block.place()}: does not configure:\n{done.stdout}"


# ---- the program ---------------------------------------------------------------------------------


def pattern_of(expected):
    """A regular expression for what a page says that a command prints."""
    lines = []
    for line in expected:
        if line == "…":
            lines.append(r"(?:.*\n)*")
        else:
            lines.append(".*".join(map(re.escape, line.rstrip().split("…"))) + r" *\n")
    return "".join(lines)


class NotHere(Exception):
    """What the commands of a page need and this machine lacks."""


def need_network(words, tools):
    if "--network" in words:
        name = words[words.index("--network") + 1]
        described = json.loads(run([tools.program, "describe", "--json"]).stdout)
        if name not in described["networks"]:
            raise NotHere(f"the program is compiled without {name}")


def check_console(pages, tools):
    """Runs the console blocks, then the Python ones that use their files."""
    for page, text in pages.items():
        folder = tools.new_folder()
        own = (ROOT / page).with_suffix("")
        for file in [*(ROOT / "docs").glob("*.png"), *own.glob("*")]:
            (folder / file.name).symlink_to(file)
        try:
            for block in blocks({page: text}, "console"):
                yield from check_console_block(block, folder, tools)
        except NotHere as lacks:
            print(f"{page}: skipped from here on: {lacks}")
        for block in blocks({page: text}, "python"):
            yield from check_python_block(block, folder)
        for block in blocks({page: text}, "cpp"):
            if not block.note.startswith(AFTER):
                continue
            if missing := missing_file(block, folder):
                yield f"{block.place()}: no command of the page has left {missing}"
            else:
                yield from check_compiles(block, block.body, folder, tools)


def check_console_block(block, folder, tools):
    code = re.fullmatch(r"console: exit code (\d+)", block.note)
    stop = re.fullmatch(r"console: Ctrl-C after step (\d+)", block.note)
    wanted = int(code[1]) if code else 130 if stop else 0

    def outcome(*words):
        command = [str(word) for word in words]
        if stop:
            return terminal.interrupted(command, folder, stop[1])
        if block.note == "console: on a terminal":
            return terminal.on_terminal(command, folder)
        done = run(command, cwd=folder)
        return done.returncode, done.stdout

    for part in re.split(r"^\$ ", block.body, flags=re.MULTILINE)[1:]:
        command, *expected = part.splitlines()
        words = shlex.split(command)
        if words[0] == "typenet":
            need_network(words, tools)
            returned, said = outcome(tools.program, *words[1:])
        elif words[0] == "build/my_trainer":
            returned, said = outcome(tools.tutorial, *words[1:])
        elif words[0] == "python3":
            returned, said = outcome(sys.executable, "-B", *words[1:])
        elif words[0] in OTHERS:
            if not shutil.which(words[0]):
                raise NotHere(f"there is no {words[0]}")
            returned, said = outcome(*words)
        elif words == ["./run", "help"]:
            returned, said = outcome(ROOT / "run", "help")
        else:
            yield f"{block.place()}: '$ {command}' is no command that is run (use ```sh)"
            continue
        if returned != wanted:
            yield f"{block.place()}: '$ {command}' exits with {returned}, not {wanted}:\n{said}"
        elif expected and not re.fullmatch(pattern_of(expected), said):
            yield f"{block.place()}: '$ {command}' prints something else:\n{said}"


def check_python_block(block, folder):
    try:
        compile(block.body, block.place(), "exec")
    except SyntaxError as wrong:
        yield f"{block.place()}: no Python: {wrong}"
        return
    if missing := missing_file(block, folder):
        yield f"{block.place()}: no command of the page has left {missing}"
        return
    packages = set(re.findall(r"^(?:from|import) (\w+)", block.body, re.MULTILINE))
    missing = [name for name in sorted(packages | {"numpy"}) if not importlib.util.find_spec(name)]
    if missing:
        print(f"{block.place()}: skipped, not run: Python lacks {', '.join(missing)}")
        return
    done = run([sys.executable, "-c", block.body], cwd=folder)
    if done.returncode:
        yield f"{block.place()}: Python that fails:\n{done.stdout}"


def check_options(pages, tools):
    page = "docs/command_line.md"
    wanted = set(re.findall(r"^  ([a-z]+)  ", run([tools.program, "--help"]).stdout, re.MULTILINE))
    told = set(re.findall(r"^## `typenet (\w+)`$", pages.get(page, ""), re.MULTILINE))
    yield from compared(page, "subcommands", told, wanted)
    for command in sorted(wanted & told):
        text = heading_section(pages[page], f"## `typenet {command}`")
        yield from check_options_of(command, page, text, tools)


def check_options_of(command, page, text, tools):
    help_text = run([tools.program, command, "--help"]).stdout
    # An option, what follows it (a kind of value, or all values with | between) and its default.
    real = {option: (value, default) for option, value, default in re.findall(
        r"^ +(?:-\w,)?(--[a-z0-9-]+)(?: ([A-Z]+|[a-z-]+(?:\|[a-z-]+)+)(?:=(\S+))?(?=\s))?", help_text,
        re.MULTILINE)}
    rows = zip(*(table_cells(text, column) for column in range(3)))
    told = {code_spans(option)[0].split()[0]: (option, default, meaning)
            for option, default, meaning in rows if code_spans(option)}
    yield from compared(page, f"options of {command}", set(told), set(real))
    for name in told.keys() & real.keys():
        option, default, meaning = told[name]
        value, real_default = real[name]
        if "|" in value:
            yield from compared(page, f"values of {name}", set(code_spans(meaning)),
                                set(value.split("|")))
        elif code_spans(option)[0] != f"{name} {value}".strip():
            yield f"{page}: {name} takes {value or 'nothing'}"
        if real_default and default.strip().strip("`") != real_default:
            yield f"{page}: the default of {name} is {real_default}"


def sample_run(tools):
    """A folder with the log and the checkpoint of a run that writes all there is; made once."""
    if not tools.sample:
        tools.sample = tools.new_folder()
        train = [tools.program, "train", "--quiet"]
        run([*train, "--steps", "0", "--normalise", "--checkpoint", "a.safetensors"],
            cwd=tools.sample)
        run([*train, "--steps", "1", "--recipe", "notebook", "--init-from", "a.safetensors",
             "--checkpoint", "b.safetensors", "--log", "run.jsonl"], cwd=tools.sample)
        run([*train, "--resume", "b.safetensors", "--log", "run.jsonl"], cwd=tools.sample)
    return tools.sample


def check_log(pages, tools):
    """The keys of each event, and the tensors of a checkpoint."""
    page = "docs/command_line.md"
    folder = sample_run(tools)
    events = {}
    for line in (folder / "run.jsonl").read_text(encoding="utf-8").splitlines():
        event = json.loads(line)
        events.setdefault(event.pop("event"), set()).update(event)
    section = heading_section(pages.get(page, ""), "## The log")
    yield from compared(page, "events", set(re.findall(r"^### `(\w+)`$", section, re.MULTILINE)),
                        set(events))
    for name, keys in events.items():
        cells = table_cells(heading_section(section, f"### `{name}`"))
        yield from compared(page, f"keys of {name}", {key for c in cells for key in code_spans(c)},
                            keys)
    yield from check_tensors(page, heading_section(pages.get(page, ""), "## Checkpoints"),
                             folder / "b.safetensors.best")


def check_tensors(page, section, file):
    data = file.read_bytes()
    header = json.loads(data[8:8 + struct.unpack("<Q", data[:8])[0]])
    metadata = header.pop("__metadata__")
    real = {f"{name} {tensor['shape']}" for name, tensor in header.items()
            if not name.startswith("moment")}
    moments = {f"moment{m}.{name}" for m in (1, 2) for name in real}
    yield from compared(page, "moments", moments, {
        f"{name} {tensor['shape']}" for name, tensor in header.items()
        if name.startswith("moment")})
    told = {f"{name.strip().strip('`')} {shape.strip()}"
            for name, shape in zip(table_cells(section), table_cells(section, 1))}
    yield from compared(page, "tensors", told, real)
    sentence = re.search(r"The metadata, all texts, are (.*?)\.", section, re.DOTALL)
    spans = set(code_spans(sentence[1])) if sentence else set()
    yield from compared(page, "metadata", spans, set(metadata))


def check_recipes(pages, _tools):
    """The settings in docs/recipes.md are those of src/run/recipe.cpp and of the bench suite."""
    page = "docs/recipes.md"
    for name, body in re.findall(r"recipe (\w+)_recipe\(\) \{(.*?)\n\}", read("src/run/recipe.cpp"),
                                 re.DOTALL):
        real = set(re.findall(r"r\.([\w.]+ = [^;]+);", body))
        real = {setting for setting in real if not setting.startswith("name =")}
        section = heading_section(pages.get(page, ""), f"## `{name}`").split("<!-- results")[0]
        told = {code_spans(cell)[0] for cell in table_cells(section)}
        yield from compared(page, f"settings of {name}", told, real)
        if name == "notebook" and f"seed = {recipe_tables.NOTEBOOK_SEED}" not in real:
            yield f"{page}: shows seed {recipe_tables.NOTEBOOK_SEED}, which is not the recipe's"
    clock = heading_section(pages.get(page, ""), "## For the clock")
    for recipe in measure_accuracy.RECIPES:
        options = (f"--epochs {recipe.epochs:g} --learning-rate {recipe.rate:g} "
                   f"--label-smoothing {recipe.smoothing:g}")
        if options not in clock:
            yield f"{page}: the recipe for {recipe.network} has {options}"


def check_results(pages, _tools, docs=ROOT / "docs"):
    """Blocks, whole pages and pictures are what `./run bench pages` would write."""
    found = results.load(docs / "results")
    for page in writing.PAGES:
        text = pages.get(page, "")
        blocks_found = len(writing.BLOCK.findall(text))
        if blocks_found == 0 or blocks_found != text.count("<!-- /results -->"):
            yield f"{page}: a block for results is missing"
        elif writing.with_blocks(text, found) != text:
            yield f"{page}: its results are stale (run ./run bench pages)"
    for path in writing.stale(docs):
        name = str(path.relative_to(docs.parent))
        if name not in writing.PAGES:
            yield f"{name}: is stale (run ./run bench pages)"


PAGES = [check_links, check_names, check_options, check_log, check_recipes, check_results]
CODE = [check_copies, check_cpp, check_errors, check_cmake, check_console]  # what they compile and run takes long
