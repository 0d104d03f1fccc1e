"""What the browser reports of one page without being asked: loading, complaints, files that come."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Watch:
    """The state of one page, kept up to date from the browser's events."""

    frame: str = ""
    loader: str = ""
    loading: bool = False
    status: int = 0
    dialogs: list[str] = field(default_factory=list)
    requested: list[str] = field(default_factory=list)
    documents: set[str] = field(default_factory=set)
    complaints: list[tuple[str, str]] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    whole_files: set[str] = field(default_factory=set)

    def hear(self, event: str, said: dict[str, Any]) -> None:
        self._hear_of_loading(event, said)
        self._hear_of_fetching(event, said)
        self._hear_complaints(event, said)
        self._hear_of_files(event, said)

    def errors(self) -> list[str]:
        """The complaints, without those about the page's own status and the icon that browsers ask for unasked."""
        return [
            words
            for words, url in self.complaints
            if url not in self.documents and not url.endswith("/favicon.ico")
        ]

    def _hear_of_loading(self, event: str, said: dict[str, Any]) -> None:
        if said.get("frameId", said.get("frame", {}).get("id")) != self.frame:
            return
        match event:
            case "Page.frameRequestedNavigation" | "Page.frameScheduledNavigation":
                self.loading = said.get("disposition", "currentTab") == "currentTab"
            case "Page.frameStartedLoading":
                self.loading = True
            case "Page.frameStoppedLoading":
                self.loading = False
            case "Page.frameNavigated":
                self.loader = said["frame"]["loaderId"]
                self.documents.add(said["frame"]["url"])

    def _hear_of_fetching(self, event: str, said: dict[str, Any]) -> None:
        match event:
            case "Network.requestWillBeSent":
                self.requested.append(said["request"]["url"])
            case "Network.responseReceived" if said["type"] == "Document" and said["frameId"] == self.frame:
                self.status = said["response"]["status"]
                self.documents.add(said["response"]["url"])

    def _hear_complaints(self, event: str, said: dict[str, Any]) -> None:
        match event:
            case "Page.javascriptDialogOpening":
                self.dialogs.append(said["message"])
            case "Runtime.exceptionThrown":
                details = said["exceptionDetails"]
                self.complaints.append(
                    (f"{details['text']} {details.get('exception', {}).get('description', '')}", "")
                )
            case "Runtime.consoleAPICalled" if said["type"] in ("error", "assert"):
                words = " ".join(str(one.get("value", one.get("description", ""))) for one in said["args"])
                self.complaints.append((words, ""))
            case "Log.entryAdded" if said["entry"]["level"] == "error":
                entry = said["entry"]
                self.complaints.append(
                    (entry["text"], entry.get("url", "") if entry["source"] == "network" else "")
                )

    def _hear_of_files(self, event: str, said: dict[str, Any]) -> None:
        if event == "Browser.downloadWillBegin" and said["frameId"] == self.frame:
            self.files[said["guid"]] = said["suggestedFilename"]
            self.loading = False  # a file came in place of a page
        elif (
            event == "Browser.downloadProgress"
            and said["state"] == "completed"
            and said["guid"] in self.files
        ):
            self.whole_files.add(said["guid"])
