"""The certificate wizard as a person without a mouse uses it: strokes of the keyboard alone, which go to what is in front and has the
focus.

Nothing here presses a control by message: what the keyboard cannot reach stays undone, and the test fails. At each page it is looked
whether the focus is anywhere, whether Tab and Shift+Tab come to every control in the order of reading and round, and whether Esc asks
before half-done work is given up.
"""
import re

from harness import check, until
from wizard import CANCEL, FIRST_CHOICE, FIRST_FIELD, NEXT, PIN, PIN_QUESTION, QUESTION, WIZARD, YES, Control, Hands, View, Wizard, view_of

# Where one has begun what can be given up (E12); before the token it is nothing, after the end nothing any more.
HALF_WAY = ('token', 'holder', 'credentials', 'pin', 'connections')
QUESTIONS = ('consent', 'root')
ENDS = ('failure', 'result')


def ids(answer: tuple[int, list[str]]) -> list[int]:
    return [int(line) for line in answer[1]]


class Keyboard:
    """Strokes into one window, which must be in front, and what has the focus there."""

    def __init__(self, hands: Hands, window: str) -> None:
        self.hands, self.window = hands, window

    def press(self, key: str) -> None:
        check(self.hands.do('key', self.window, key)[0] == 0, f'{key} cannot be pressed: {self.window} is not in front')

    def write(self, text: str) -> None:
        check(self.hands.do('write', self.window, text)[0] == 0, f'{self.window} is not in front')

    def focus(self) -> Control | None:
        code, lines = self.hands.do('focus', self.window)
        row = lines[0].split('\t') if code == 0 else []
        return Control(int(row[0]), row[1], row[2], row[3] == 'visible', row[4] == 'enabled') if len(row) == 5 else None

    def view(self) -> View:
        return view_of(self.hands, self.window)

    def access_key(self, number: int) -> str:
        """What its words underline, as a stroke."""
        found = re.search('&([A-Za-z0-9])', self.view().text_of(number).replace('&&', ''))
        check(found is not None, f'control {number} of {self.window} has no access key: {self.view().text_of(number)}')
        return 'Alt+' + found.group(1).upper()  # type: ignore[union-attr]

    def go_to(self, number: int) -> None:
        """By Tab."""
        for _ in range(30):
            focus = self.focus()
            if focus and focus.id == number:
                return
            self.press('Tab')
            until(5, lambda before=focus: self.focus() != before, f'Tab moves the focus on from {focus}')
        check(False, f'Tab does not come to {number}')

    def is_well_placed(self, where: str) -> Control:
        """The focus is on a control that one can use; Tab comes to each that may have it, in the order of reading, and round."""
        # A page that hides a control gives the focus to another one at once, but not in the same moment.
        focus = until(5, lambda: (now := self.focus()) and now.visible and now.enabled and now,
                      lambda: f'{where}: the focus is on {self.focus()}, not on what one can use')
        stops = ids(self.hands.do('stops', self.window))
        check(focus.id in stops, f'{where}: the focus is on {focus}, where Tab does not stop: {stops}')
        start = stops.index(focus.id)
        forward = stops[start + 1:] + stops[:start + 1]
        backward = forward[-2::-1] + forward[-1:]
        for key, wanted in (('Tab', forward), ('Shift+Tab', backward)):
            went = ids(self.hands.do('tour', self.window, key))
            check(went == wanted, f'{where}: {key} goes from {focus.id} to {went}, not to {wanted}')
        return focus


class KeyWizard(Wizard):
    """A run of the wizard by keyboard. `keys` is the wizard's own window."""

    def __init__(self, wizard: Wizard) -> None:
        self.__dict__.update(wizard.__dict__)
        self.keys = Keyboard(self.hands, WIZARD)
        self.question = Keyboard(self.hands, QUESTION)
        self.pin_question = Keyboard(self.hands, PIN_QUESTION)

    def arrive(self, page: str, ready: bool = True) -> View:
        """The page once it has come, and once one can go on where that takes a while; then all that the keyboard owes is tried there."""
        def come() -> View | None:
            view = self.look()
            there = view.page == page
            check(there or view.page not in ENDS, f'{view.page} instead of {page}: {view.text[:900]}')
            focus = self.keys.focus() if there else None
            usable = focus is None or (focus.enabled and focus.visible)
            return view if there and usable and (view.can(NEXT) or not ready) else None
        until(20, come, lambda: f'the page {page}, with the focus on what one can use: {self.look().page}, {self.keys.focus()}')
        focus = self.keys.is_well_placed(page)
        if page in HALF_WAY:
            self.esc_asks(focus)
        return self.look()

    def esc_asks(self, focus: Control) -> None:
        """E12: Esc asks first, Esc answers no, and one is where one was."""
        self.keys.press('Esc')
        check(self.hands.do('wait', QUESTION, 10)[0] == 0, f'Esc at {focus} does not ask')
        asked = self.question.is_well_placed('the question')
        check(asked.id == CANCEL, f'the question begins at {asked}, not at what changes nothing')
        self.question.press('Esc')
        check(self.hands.do('gone', QUESTION, 10)[0] == 0, 'Esc does not answer the question')
        until(5, lambda: (now := self.keys.focus()) and now.id == focus.id,
              lambda: f'the focus is on {focus} again: {self.keys.focus()}')

    def go_on(self, key: str = 'Enter') -> None:
        """The default button by Enter, or the one that has this key."""
        before = self.look()
        self.keys.press(key)
        until(40, lambda: view_of(self.hands, WIZARD) != before, f'{key} goes on from {before.page}')

    def fill_in(self, number: int, text: str, keyboard: Keyboard | None = None) -> View:
        """What stands in the field is typed over."""
        keyboard = keyboard or self.keys
        keyboard.go_to(number)
        stood = len(keyboard.view().text_of(number))
        for key in ('End', *['Backspace'] * stood):
            keyboard.press(key)
        keyboard.write(text)
        until(10, lambda: len(keyboard.view().text_of(number)) == len(text), f'{number} takes what is typed')
        return self.look() if keyboard is self.keys else keyboard.view()

    def fill_in_all(self, *texts: str) -> View:
        for i, text in enumerate(texts):
            self.fill_in(FIRST_FIELD + i, text)
        return self.look()

    def choose(self, number: int, by_arrow: bool) -> None:
        """A choice by the arrow keys, or by its access key."""
        wanted = FIRST_CHOICE + number
        if not by_arrow:
            self.keys.press(self.keys.access_key(wanted))
        for _ in range(8):
            focus = until(5, self.keys.focus, 'the focus is anywhere')
            if focus.id == wanted:
                break
            if by_arrow:
                self.keys.press('Down')
            until(5, lambda before=focus: (now := self.keys.focus()) and now.id != before.id, f'the focus goes on from {focus}')
        check((now := self.keys.focus()) is not None and now.id == wanted, f'the focus is on {now}, not on choice {number}')
        self.keys.is_well_placed(f'choice {number}')

    def answer_pin(self, pin: str, look) -> None:
        """The question for the token's PIN, once it stands still."""
        look(self.wait_pin())
        focus = self.pin_question.is_well_placed('the question for the PIN')
        check(focus.id == PIN, f'one does not type at once: the focus is on {focus}')
        self.fill_in(PIN, pin, self.pin_question)
        self.pin_question.is_well_placed('the question for the PIN, once typed')
        self.pin_question.press('Enter')
        until(30, lambda: self.asks_pin() is None, 'Enter takes the PIN')

    def do_job(self, pin: str = '', at_pin=lambda asked: None) -> View:
        """From the page of connections to the last one: the PIN, and a yes to what the job asks on pages of the wizard. `at_pin` gets the
        question for the PIN to look at."""
        self.arrive('connections')
        self.go_on()
        def asked() -> str:
            page = self.look().page
            return page if page in QUESTIONS + ENDS else 'the PIN' if self.asks_pin() else ''
        while (page := until(60, asked, 'the job asks or ends')) not in ENDS:
            if page == 'the PIN':
                self.answer_pin(pin, at_pin)
                pin = ''
            else:
                self.arrive(page)
                self.go_on()
        check(not pin, 'the PIN was not asked for')
        return self.end()

    def end(self) -> View:
        """The last page."""
        until(30, lambda: self.look().page in ENDS, 'the end')
        view = self.look()
        check(view.page == 'result', f'{view.page} instead of the result: {view.text[:900]}')
        focus = self.keys.is_well_placed('result')
        check(focus.id == NEXT, f'the last page begins at {focus}, not at Finish')
        return view

    def finish(self) -> None:
        self.keys.press('Enter')
        check(self.hands.do('gone', WIZARD, 20)[0] == 0, 'Enter does not finish')

    def quit(self, look=lambda: None) -> None:
        """Half way: Esc, and the access key of the answer that stops."""
        self.keys.press('Esc')
        check(self.hands.do('wait', QUESTION, 20)[0] == 0, 'Esc does not ask')
        look()
        self.question.press(self.question.access_key(YES))
        check(self.hands.do('gone', WIZARD, 20)[0] == 0, 'the wizard stays')
