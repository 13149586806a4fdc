"""A mail server for tests: it keeps what it is given, and refuses what it is told to refuse."""

import socketserver
import threading
from email import message_from_bytes
from email.message import Message


class Conversation(socketserver.StreamRequestHandler):
    """As much of SMTP as a sender needs."""

    def handle(self) -> None:
        self.say("220 ready")
        while line := self.rfile.readline().decode().strip():
            verb = line.upper()
            if verb.startswith(("EHLO", "HELO", "MAIL", "RSET", "NOOP")):
                self.say("250 ok")
            elif verb.startswith("RCPT"):
                self.say(self.server.answer_to_recipients)
            elif verb == "DATA":
                self.say("354 go on")
                self.server.mails.append(message_from_bytes(self.read_mail()))
                self.say("250 taken")
            elif verb == "QUIT":
                self.say("221 bye")
                return

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())

    def read_mail(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)


class MailServer(socketserver.ThreadingTCPServer):
    """`mails` holds what came; `answer_to_recipients` may be set to "450 later" or "550 unknown"."""

    daemon_threads = True
    mails: list[Message]

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.port = self.server_address[1]
        self.forget()

    def forget(self) -> None:
        self.mails = []
        self.answer_to_recipients = "250 ok"

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error) -> None:
        self.shutdown()
        super().__exit__(*error)
