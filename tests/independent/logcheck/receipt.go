package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// checkReceipt finds the first fault of a tlog-proof with its entry, and perhaps words, enclosed.
func checkReceipt(raw []byte, key note.Verifier) {
	head, checkpoint, _ := strings.Cut(string(raw), "\n\n")
	lines := strings.Split(head, "\n")
	isReceipt := len(lines) >= 3 && lines[0] == "c2sp.org/tlog-proof@v1" &&
		strings.HasPrefix(lines[1], "extra ") && strings.HasPrefix(lines[2], "index ")
	require(isReceipt, "this is not a receipt with its entry in it")
	extra := exactly(base64.StdEncoding, lines[1][len("extra "):])
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		proof = append(proof, hash(line))
	}
	var enclosed struct {
		Disclosures []string
		Entry       string
	}
	need(json.Unmarshal(extra, &enclosed))
	words := make([]string, len(enclosed.Disclosures))
	for i, disclosure := range enclosed.Disclosures {
		words[i] = quoted(disclosure)
	}
	// Go reads JSON loosely (names in capitals, names twice, names unknown), so it must be the one spelling there is.
	again := fmt.Sprintf(`{"disclosures":[%s],"entry":%s}`, strings.Join(words, ","), quoted(enclosed.Entry))
	require(again == string(extra), "the enclosure is not in the one spelling it has")
	size, root := openCheckpoint([]byte(checkpoint), key)
	need(tlog.CheckRecord(proof, size, root, number(lines[2][len("index "):]), tlog.RecordHash([]byte(enclosed.Entry))))
	checkWords(enclosed.Entry, enclosed.Disclosures)
}

// checkWords holds each disclosure against the digests in an entry that is proven already.
func checkWords(entry string, disclosures []string) {
	body := map[string]json.RawMessage{"_sd": []byte("[]")} // a map, because a struct would take "_SD" for "_sd"
	need(json.Unmarshal([]byte(entry), &body))
	var digests []string
	need(json.Unmarshal(body["_sd"], &digests))
	bound, named := map[string]bool{}, map[string]bool{}
	for _, digest := range digests {
		bound[digest] = true
	}
	for _, disclosure := range disclosures {
		digest := sha256.Sum256([]byte(disclosure))
		require(bound[base64.RawURLEncoding.EncodeToString(digest[:])], "these are not the words the entry was made for")
		var parts []json.RawMessage
		var salt, name string
		need(json.Unmarshal(exactly(base64.RawURLEncoding, disclosure), &parts))
		require(len(parts) == 3, "a disclosure is a salt, a name and a value")
		need(json.Unmarshal(parts[0], &salt))
		need(json.Unmarshal(parts[1], &name))
		require(salt != "" && name != "" && !named[name], "each disclosure has a salt, and a name of its own")
		named[name] = true
	}
}
