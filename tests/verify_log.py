#!/usr/bin/env python3
"""Memeriksa catatan (log) penghubung tanpa perangkat lunak penghubung.

    python3 verify_log.py DIR [--anchor BERKAS]... [--jeda DETIK]

DIR: 00000000.jsonl, 00000001.jsonl, ... (baris catatan), checkpoints.note (segel, dipisahkan baris "==="),
keys.txt (kunci publik; cocokkan dengan yang Anda terima saat pemasangan). BERKAS: segel simpanan pihak lain.
Kode keluar: 0 utuh, 1 berubah, 2 terpotong, 3 ada jeda tanpa keterangan, 4 tidak dapat diperiksa.
Tiap baris diringkas SHA-256 dan ringkasannya disusun menjadi pohon (RFC 6962); akarnya mewakili seluruh isi.
Segel = jumlah baris dan akar pada suatu saat, ditandatangani Ed25519 (RFC 8032).
"""
import base64, hashlib, os, re, sys

ALTERED, TRUNCATED, GAP, UNVERIFIABLE = 1, 2, 3, 4
LINE = re.compile(rb'\{"n":(0|[1-9]\d*),"t":(0|[1-9]\d{0,17}),"ev":"(HENTI")?[\x00-\x7f]*\}')
problems = []  # (kode, keterangan)

# --- Ed25519, hanya memeriksa -----------------------------------------------------------------------------------
P, Q = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT_OF_MINUS_1 = -121665 * pow(121666, P - 2, P) % P, pow(2, (P - 1) // 4, P)

def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0])
    c, d = 2 * p[3] * q[3] * D, 2 * p[2] * q[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P

def times(s, point):
    result = (0, 1, 1, 0)
    while s:
        result = add(result, point) if s & 1 else result
        point, s = add(point, point), s >> 1
    return result

def decode_point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    x = x if x * x % P == x2 else x * ROOT_OF_MINUS_1 % P
    if y >= P or x * x % P != x2 or (x == 0 and sign):
        raise ValueError("tanda tangan palsu")
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P

def signature_is_right(public, message, signature):
    a, r, s = decode_point(public), decode_point(signature[:32]), int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    left, right = times(s, decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))), add(r, times(h, a))
    same = all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))
    return same and s < Q and len(signature) == 64

# --- kunci dan segel (C2SP signed-note, tlog-checkpoint) --------------------------------------------------------
def b64(text):
    if base64.b64encode(base64.b64decode(text)).decode() != text:
        raise ValueError("base64 tidak sah")
    return base64.b64decode(text)

def read_keys(path):
    keys = {}
    for line in open(path, encoding="utf-8").read().split("\n"):
        if line.strip() and not line.startswith("#"):
            name, digest, data = line.strip().split("+", 2)
            if hashlib.sha256(name.encode() + b"\n" + b64(data)).hexdigest()[:8] != digest or b64(data)[0] != 1:
                raise ValueError("kunci publik tidak sah: " + line)
            keys[name, bytes.fromhex(digest)] = b64(data)[1:]
    return keys

def open_note(note, keys):
    body, signatures = re.fullmatch("((?:[^\n]+\n){3})\n((?:— [^ \n]+ [^ \n]+\n)+)", note).groups()
    origin, size, root = re.fullmatch("([^\n]+)\n(0|[1-9][0-9]*)\n([A-Za-z0-9+/]{43}=)\n", body).groups()
    signed = [(name, b64(data)) for _, name, data in (line.split(" ") for line in signatures.splitlines())]
    ours = [(keys[name, data[:4]], data[4:]) for name, data in signed if name == origin and (name, data[:4]) in keys]
    if not ours or not all(signature_is_right(public, body.encode(), signature) for public, signature in ours):
        raise ValueError("tanda tangan palsu" if ours else "ditandatangani kunci yang tidak dikenal")
    return int(size), b64(root)

def read_seals(path, name, code, keys):
    with open(path, encoding="utf-8", errors="replace", newline="") as file:
        notes = filter(None, file.read().split("===\n"))
    for number, note in enumerate(notes, 1):
        try:
            yield *open_note(note, keys), f"{name} ke-{number}"
        except (ValueError, AttributeError) as why:  # AttributeError: bentuknya tidak cocok
            problems.append((code, f"{name} ke-{number}: {why if type(why) is ValueError else 'bukan segel'}"))

# --- baris dan pohon: tumpukan berisi akar pohon-pohon penuh di sebelah kiri ------------------------------------
def read_lines(folder):
    rest = b""
    for name in sorted(name for name in os.listdir(folder) if name.endswith(".jsonl")):
        with open(os.path.join(folder, name), "rb") as file:
            *whole, rest = (rest + file.read()).split(b"\n")
        yield from ((line, True) for line in whole)
    yield rest, False  # sisa tanpa ujung; seharusnya kosong

def root_of(stack):
    root = stack[-1] if stack else hashlib.sha256().digest()
    for left in reversed(stack[:-1]):
        root = hashlib.sha256(b"\1" + left + root).digest()
    return root

def main(folder, anchors, longest):
    keys = read_keys(os.path.join(folder, "keys.txt"))
    seals = list(read_seals(os.path.join(folder, "checkpoints.note"), "segel", ALTERED, keys))
    for path in anchors:
        seals += read_seals(path, "jangkar " + path, UNVERIFIABLE, keys)
    if not seals:
        problems.append((UNVERIFIABLE, "tidak ada segel yang dapat dipakai"))
    seals.sort(key=lambda seal: -seal[0])  # yang terkecil paling akhir
    stack, size, sealed, last = [], 0, 0, None
    for line, ended in read_lines(folder):
        while seals and seals[-1][0] == size:
            _, root, name = seals.pop()
            if root != root_of(stack):
                problems.append((ALTERED, f"{name}: isi {size} baris pertama berubah (masih sama: {sealed} baris)"))
            sealed = size if root == root_of(stack) else sealed
        if not ended:
            break
        head = LINE.fullmatch(line)
        wrong = ("bukan bentuk baris catatan" if not head or len(line) > 4096 else
                 "bernomor " + head[1].decode() if int(head[1]) != size else
                 "waktunya mundur" if last and int(head[2]) < int(last[2]) else None)
        if wrong:
            problems.append((ALTERED, f"baris {size}: {wrong}"))
        if head and last and int(head[2]) - int(last[2]) > longest and not last[3]:
            problems.append((GAP, f"baris {size}: didahului {int(head[2]) - int(last[2])} detik tanpa catatan"))
        last, node, below = head or last, hashlib.sha256(b"\0" + line).digest(), size
        while below & 1:
            node, below = hashlib.sha256(b"\1" + stack.pop() + node).digest(), below >> 1
        stack.append(node)
        size += 1
    if seals:
        problems.append((TRUNCATED, f"{seals[0][2]}: menyegel {seals[0][0]} baris, lebih banyak dari yang ada"))
    elif line:
        problems.append((ALTERED, f"baris {size}: terpotong di tengah"))
    code = next((code for code in (ALTERED, TRUNCATED, UNVERIFIABLE, GAP) if code in dict(problems)), 0)
    print("hasil:", ["UTUH", "BERUBAH", "TERPOTONG", "ADA JEDA TANPA KETERANGAN", "TIDAK DAPAT DIPERIKSA"][code])
    print(f"baris: {size}\nakar: {base64.b64encode(root_of(stack)).decode()}")
    print(f"tersegel: {sealed}\nekor belum tersegel: {size - sealed}")
    print("".join(f"masalah: {text}\n" for _, text in problems[:20]), end="")
    return code

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] in ("-h", "--help"):
        print(__doc__.strip())
        sys.exit(UNVERIFIABLE if len(sys.argv) < 2 else 0)
    try:
        options = list(zip(sys.argv[2::2], sys.argv[3::2]))
        anchors = [value for name, value in options if name == "--anchor"]
        sys.exit(main(sys.argv[1], anchors, int(dict(options).get("--jeda", 7200))))
    except (OSError, ValueError, IndexError) as why:
        print("hasil: TIDAK DAPAT DIPERIKSA\nmasalah:", why)
        sys.exit(UNVERIFIABLE)
