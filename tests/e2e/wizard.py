"""The certificate wizard as a person uses it: pages are read, fields typed into, buttons pressed, by control id.

Everything goes through one kigen-window-driver that stays, so that looking costs milliseconds.
"""
import dataclasses
import subprocess
import sys
import time

from harness import PATIENCE, ROOT, Windows, check, until

sys.path.insert(0, str(ROOT / 'tests' / 'support'))
from served import Served  # noqa: E402

WIZARD, QUESTION, PROXY, PIN_QUESTION = 'KigenWizard', 'KigenQuestion', 'KigenProxySettings', 'KigenTokenPin'
YES = 1  # of a question
# Wine finds the fonts for Japanese by the locale; names in certificates are Japanese in English windows too.
JAPANESE = 'ja_JP.UTF-8'
# Control ids of installer/wizard/ids.h.
NEXT, CANCEL, BACK, PURPOSE, DETAILS, CODES, FIRST_CHOICE = 1, 2, 3, 110, 210, 441, 120
FIRST_FIELD, SHOW_SECRET, ASK_NOW, ELAPSED, FIRST_STEP, FIRST_STEP_WORD, FIRST_REMEDY = 240, 221, 362, 361, 400, 420, 450
PROXY_REMEDY = FIRST_REMEDY + 2
TOKEN_HEADLINE, TOKEN_LIST, OPEN_SITE, UNBLOCK, LOOK_AGAIN = 310, 312, 315, 316, 304
PIN_RULES, FIRST_RULE_WORD, PIN_NOTICE, PIN = 460, 490, 545, 543
# A page is known by a control that only it has, or by what it says it is for.
BY_CONTROL = {CODES: 'failure', 440: 'result', 360: 'progress', 350: 'root', 301: 'connections', PIN_RULES: 'pin',
              FIRST_FIELD: 'credentials', 200: 'choose', 204: 'service', TOKEN_HEADLINE: 'token'}
BY_PURPOSE = {
    'An earlier run was interrupted': 'resume', '前回の作業が途中で止まっています': 'resume',
    'What do you want to do?': 'start', '何をしますか': 'start',
    'Where should the new certificate be kept?': 'place', '新しい証明書をどこに保存しますか': 'place',
    'Is this the right certificate?': 'certificate', 'この証明書でよいかを確認してください': 'certificate',
    'Is this token yours?': 'holder', 'このトークンは、あなたに配布されたものですか': 'holder',
    'The user PIN was changed': 'result', 'ユーザーPINを変更しました': 'result',
    'The token was unblocked': 'result', 'トークンのロックを解除しました': 'result',
    'May this site be contacted?': 'consent', 'このサイトに接続して、情報を送ってもよいですか': 'consent'}


class Hands(Served):
    """kigen-window-driver serve: one program for all looking and clicking in a Windows."""

    def __init__(self, windows: Windows) -> None:
        super().__init__(['wine', windows.programs / 'kigen-window-driver.exe', 'serve'], 300, env=windows.environment,
                         stderr=subprocess.DEVNULL)

    def do(self, *words) -> tuple[int, list[str]]:
        """Exit code and lines of a command of the driver."""
        if words[0] in ('wait', 'gone'):
            words = (*words[:2], int(words[2]) * PATIENCE)
        return super().do(*words)

    def subkeys(self, path: str) -> set[str]:
        return set(self.do('subkeys', path)[1])

    def close(self) -> None:
        super().close(20)


@dataclasses.dataclass(frozen=True)
class Control:
    id: int
    kind: str
    text: str
    visible: bool
    enabled: bool


@dataclasses.dataclass(frozen=True)
class View:
    """What stands in the window at one moment."""
    controls: tuple[Control, ...]

    def control(self, number: int) -> Control | None:
        return next((one for one in self.controls if one.id == number and one.visible), None)

    def text_of(self, number: int) -> str:
        one = self.control(number)
        return one.text if one else ''

    def can(self, number: int) -> bool:
        one = self.control(number)
        return one is not None and one.enabled

    @property
    def page(self) -> str:
        for number, name in BY_CONTROL.items():
            if self.control(number):
                return name
        return BY_PURPOSE.get(self.text_of(PURPOSE), '')

    @property
    def text(self) -> str:
        return ' '.join(one.text for one in self.controls if one.visible and one.text)

    def step(self, name: str) -> str:
        """What the progress page says of a step: "now", "done" …"""
        for one in self.controls:
            if FIRST_STEP <= one.id < FIRST_STEP_WORD and one.visible and one.text == name:
                return self.text_of(one.id - FIRST_STEP + FIRST_STEP_WORD)
        return ''


def view_of(hands: Hands, name: str) -> View:
    rows = [line.split('\t') for line in hands.do('texts', name)[1]]
    # What shows the time is not part of the picture: it changes by itself.
    return View(tuple(Control(int(row[0]), row[1], row[2], row[3] == 'visible', row[4] == 'enabled') for row in rows
                      if len(row) == 5 and int(row[0]) != ELAPSED))


class Wizard:
    """One run of the wizard. `words` start it; without them somebody else did."""

    def __init__(self, windows: Windows, hands: Hands, *words: str) -> None:
        self.windows, self.hands = windows, hands
        self.pages: list[View] = []
        if words:
            windows.start(windows.wizard, *words, locale=JAPANESE)
        code, title = hands.do('wait', WIZARD, 40)
        check(code == 0, 'the wizard does not open')
        self.title = title[0]

    def look(self) -> View:
        """The window between two changes."""
        last = view_of(self.hands, WIZARD)
        deadline = time.monotonic() + 5
        while True:
            time.sleep(0.03)  # whoever only looks takes the time of what is looked at
            now = view_of(self.hands, WIZARD)
            if now == last and (now.page or time.monotonic() > deadline):
                return now
            last = now

    def when(self, condition) -> View | None:
        """The window if the condition holds of it now."""
        view = self.look()
        return view if condition(view) else None

    def press(self, number: int) -> None:
        # A page that is being made anew has no control for a moment.
        until(3, lambda: self.hands.do('click', WIZARD, number)[0] == 0, f'control {number} can be pressed')

    def next(self) -> None:
        before = self.look()
        self.press(NEXT)
        until(40, lambda: view_of(self.hands, WIZARD) != before, f'something after {before.page}')

    def enter(self, *values: str | None) -> View:
        for i, value in enumerate(values):
            check(value is None or self.hands.do('type', WIZARD, FIRST_FIELD + i, value)[0] == 0, f'field {i} takes nothing')
        return self.look()

    def asks_pin(self) -> View | None:
        """The question for the token's PIN, if it is there."""
        view = view_of(self.hands, PIN_QUESTION)
        return view if view.control(PIN) else None

    def wait_pin(self, seconds: float = 60) -> View:
        """The question once it has all its words."""
        until(seconds, self.asks_pin, 'the PIN is asked for')
        return until(10, lambda: self.asks_pin() if self.asks_pin() == self.asks_pin() else None, 'the question for the PIN stands still')

    def give_pin(self, pin: str) -> None:
        """What was asked before is gone afterwards; another question may have come."""
        before = self.wait_pin()
        check(self.hands.do('type', PIN_QUESTION, PIN, pin)[0] == 0, 'the PIN cannot be typed')
        check(self.hands.do('click', PIN_QUESTION, YES)[0] == 0, f'the PIN is not taken: {before.text}')
        until(30, lambda: (now := self.asks_pin()) is None or not now.text_of(PIN), 'the question takes the PIN')

    def walk(self, to, credentials=(), choice: int | None = None, seconds: float = 60, pin: str = '', new_pin: str = '') -> View:
        """Answers yes on page after page until there is one of the pages `to` (or its condition holds). `credentials` are the fields
        of the page that asks for them, None for one that is filled in already; `pin` answers the token's question once."""
        there = to if callable(to) else lambda view: view.page in ([to] if isinstance(to, str) else to)
        deadline = time.monotonic() + seconds * PATIENCE
        while True:
            view = self.look()
            if not self.pages or self.pages[-1] != view:
                self.pages.append(view)
            if there(view):
                return view
            if pin and self.asks_pin():
                self.give_pin(pin)
                pin = ''
                continue
            check(view.page != '', f'an unknown page: {view.text[:900]}')
            check(time.monotonic() < deadline, f'the wizard stays at {view.page}: {view.text[:900]}')
            check(view.page not in ('failure', 'result'), f'the wizard ended with {view.page}: {view.text[:900]}')
            if view.page == 'credentials' and credentials:
                view = self.enter(*credentials)
            if view.page == 'pin' and new_pin:
                view = self.enter(new_pin, new_pin)
            if view.page in ('start', 'resume', 'place') and choice is not None and view.control(FIRST_CHOICE + choice):
                self.press(FIRST_CHOICE + choice)
                choice = None
                view = self.look()
            if view.page == 'progress' or not view.can(NEXT):
                time.sleep(0.2)
                continue
            self.next()

    def seen(self, page: str) -> list[View]:
        return [view for view in self.pages if view.page == page]

    def close(self) -> None:
        """By whatever closes the window from where it stands."""
        view = self.look()
        self.press(CANCEL if view.can(CANCEL) else NEXT)
        until(20, lambda: self.hands.do('wait', WIZARD, 0)[0] != 0 or self.hands.do('wait', QUESTION, 0)[0] == 0, 'something happens')
        # Half way one is asked whether one means it.
        self.hands.do('click', QUESTION, YES)
        check(self.hands.do('gone', WIZARD, 20)[0] == 0, 'the wizard stays')

    def kill(self) -> None:
        check(self.hands.do('end', WIZARD)[0] == 0, 'the wizard could not be ended')
        check(self.hands.do('gone', WIZARD, 20)[0] == 0, 'a window of a dead program stays')
