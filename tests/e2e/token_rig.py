"""USB tokens for the end-to-end tests: SoftHSM behind the test module, in a folder that Windows and Linux both see.

Windows programs reach them through kigen-test-token.dll; here they are made, filled and read back with Debian's own tools, which know nothing
of Kigen. What a token does (pulled, hanging, wrong PINs until it locks …) is set by files in the folder: tests/token_module/README.md.
"""
import base64
import dataclasses
import os
import pathlib
import re
import subprocess
import tempfile

from harness import check

NATIVE_MODULE = '/usr/lib/softhsm/libsofthsm2.so'


@dataclasses.dataclass(frozen=True)
class Token:
    serial: str
    label: str
    pin: str
    puk: str


@dataclasses.dataclass(frozen=True)
class Thing:
    """An object on a token, as pkcs11-tool lists it."""
    kind: str  # "certificate", "public", "private"
    id: str
    label: str
    access: str


class TokenRig:
    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self.moved = lambda: None  # called when a token came or went
        self.tokens = folder / 'tokens'
        self.tokens.mkdir(parents=True)
        (folder / 'state').mkdir()
        self.scratch = tempfile.TemporaryDirectory(prefix='kigen-token-')
        self.temporary = pathlib.Path(self.scratch.name)
        conf = self.temporary / 'softhsm2.conf'
        conf.write_text(f'directories.tokendir = {self.tokens}\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = true\n')
        self.environment = {**os.environ, 'SOFTHSM2_CONF': str(conf), 'LC_ALL': 'C.UTF-8'}

    def close(self) -> None:
        self.scratch.cleanup()

    def tool(self, *words, data: bytes | None = None) -> str:
        done = subprocess.run([str(word) for word in words], env=self.environment, input=data, capture_output=True, timeout=60,
                              check=False)
        check(done.returncode == 0, f'{words[0]} ended with {done.returncode}: {done.stderr.decode(errors="replace")[-500:]}')
        return done.stdout.decode(errors='replace')

    def pkcs11(self, token: Token, *words, pin: str | None = None) -> str:
        return self.tool('pkcs11-tool', '--module', NATIVE_MODULE, '--token-label', token.label, '--login', '--pin', pin or token.pin, *words)

    # Making and filling.

    def make(self, label: str, pin: str, puk: str) -> Token:
        before = set(self.tokens.iterdir())
        self.tool('softhsm2-util', '--init-token', '--free', '--label', label, '--pin', pin, '--so-pin', puk)
        made = set(self.tokens.iterdir()) - before
        check(len(made) == 1, f'{len(made)} tokens were made')
        # SoftHSM names a token's folder by a UUID whose last half is the serial number.
        return Token(''.join(made.pop().name.split('-')[3:]), label, pin, puk)

    def put(self, token: Token, made: dict, number: str) -> None:
        """A certificate that the RA issued earlier, with its key."""
        key, pem = self.temporary / 'old.key', self.temporary / 'old.pem'
        p12 = self.temporary / 'old.p12'
        p12.write_bytes(base64.b64decode(made['pkcs12']))
        self.tool('openssl', 'pkcs12', '-in', p12, '-passin', 'pass:kigen', '-nodes', '-nocerts', '-out', key)
        self.tool('openssl', 'pkcs8', '-topk8', '-nocrypt', '-in', key, '-out', self.temporary / 'old.p8')
        pem.write_text(made['certificate_pem'])
        self.tool('openssl', 'x509', '-in', pem, '-outform', 'der', '-out', self.temporary / 'old.der')
        self.tool('softhsm2-util', '--import', self.temporary / 'old.p8', '--token', token.label, '--label', 'before', '--id', number,
                  '--pin', token.pin)
        self.pkcs11(token, '--write-object', self.temporary / 'old.der', '--type', 'cert', '--id', number, '--label', 'before')
        for file in (key, self.temporary / 'old.p8', p12):
            file.unlink()

    # What it does.

    def switch(self, name: str, content: str = '') -> None:
        file = self.folder / name
        partial = file.with_name(file.name + '.partial')
        partial.write_text(content)
        partial.replace(file)

    def off(self, *names: str) -> None:
        for name in names:
            (self.folder / name).unlink(missing_ok=True)

    def pull(self, token: Token) -> None:
        counter = self.folder / f'pulls@{token.serial}'
        times = int(counter.read_text()) if counter.exists() else 0
        self.switch(counter.name, str(times + 1))
        self.switch(f'pulled@{token.serial}')
        self.moved()

    def insert(self, token: Token) -> None:
        self.off(f'pulled@{token.serial}')
        self.moved()

    def heal(self) -> None:
        """No faults, no wrong PINs; pulled tokens stay pulled."""
        for file in self.folder.iterdir():
            if file.is_file() and file.suffix != '.dll' and not file.name.startswith(('pulled', 'pulls')):
                file.unlink()
        for file in (self.folder / 'state').glob('pins@*'):
            file.unlink()

    # Reading back.

    def things(self, token: Token, pin: str | None = None) -> list[Thing]:
        kinds = {'Certificate Object': 'certificate', 'Public Key Object': 'public', 'Private Key Object': 'private'}
        found: list[Thing] = []
        fields: dict[str, str] = {}
        for line in [*self.pkcs11(token, '-O', pin=pin).splitlines(), 'end Object']:
            if not line.startswith(' '):
                if fields:
                    found.append(Thing(fields['kind'], fields.get('ID', ''), fields.get('label', ''), fields.get('Access', '')))
                kind = kinds.get(line.split(';')[0])
                fields = {'kind': kind} if kind else {}
            elif fields and ':' in line:
                name, value = line.split(':', 1)
                fields[name.strip()] = value.strip()
        return found

    def certificate(self, token: Token, number: str, pin: str | None = None) -> pathlib.Path:
        """PEM of the certificate with this ID."""
        der = self.temporary / 'read.der'
        der.unlink(missing_ok=True)
        self.pkcs11(token, '--read-object', '--type', 'cert', '--id', number, '-o', der, pin=pin)
        pem = self.temporary / f'{number}.pem'
        self.tool('openssl', 'x509', '-inform', 'der', '-in', der, '-out', pem)
        return pem

    def sha1(self, pem: pathlib.Path) -> str:
        text = self.tool('openssl', 'x509', '-in', pem, '-noout', '-fingerprint', '-sha1')
        return text.split('=')[1].strip().replace(':', '').lower()

    def check_pair(self, token: Token, sha1: str, pin: str | None = None, roots: str = '') -> Thing:
        """The token holds this certificate, and exactly one key pair that it belongs to, made there and never to leave; the key signs."""
        things = self.things(token, pin)
        numbers = [thing.id for thing in things if thing.kind == 'certificate'
                   and self.sha1(self.certificate(token, thing.id, pin)) == sha1.lower()]
        check(len(numbers) == 1, f'{len(numbers)} times {sha1} on {token.label}: {things}')
        number = numbers[0]
        pem = self.certificate(token, number, pin)
        same = [thing for thing in things if thing.id == number]
        check(sorted(thing.kind for thing in same) == ['certificate', 'private', 'public'], f'objects with the ID {number}: {same}')
        check(len({thing.label for thing in same}) == 1, f'labels differ: {same}')
        private = next(thing for thing in same if thing.kind == 'private')
        check({'sensitive', 'never extractable', 'local'} <= set(re.split(r', *', private.access)), f'the key may leave: {private}')
        self.check_signature(token, number, pem, pin)
        if roots:
            file = self.temporary / 'roots.pem'
            file.write_text(roots)
            self.tool('openssl', 'verify', '-CAfile', file, '-purpose', 'sslclient', pem)
        return next(thing for thing in same if thing.kind == 'certificate')

    def check_signature(self, token: Token, number: str, pem: pathlib.Path, pin: str | None) -> None:
        data, signature, public = (self.temporary / name for name in ('data', 'signature', 'public.pem'))
        data.write_bytes(os.urandom(100))
        self.pkcs11(token, '--sign', '-m', 'SHA256-RSA-PKCS', '--id', number, '-i', data, '-o', signature, pin=pin)
        public.write_text(self.tool('openssl', 'x509', '-in', pem, '-noout', '-pubkey'))
        told = self.tool('openssl', 'dgst', '-sha256', '-verify', public, '-signature', signature, data)
        check('Verified OK' in told, f'the key on the token is not the certificate\'s: {told}')

    def has_pin(self, token: Token, pin: str) -> bool:
        done = subprocess.run(['pkcs11-tool', '--module', NATIVE_MODULE, '--token-label', token.label, '--login', '--pin', pin, '-O'],
                              env=self.environment, capture_output=True, timeout=60, check=False)
        return done.returncode == 0

    def calls(self) -> list[str]:
        file = self.folder / 'state' / 'calls'
        return file.read_text().splitlines() if file.exists() else []
