// Logcheck verifies a tiled log and its receipts with Go's own packages, so that not only our own program says they are sound.
//
// log.go has what is checked of a log, receipt.go what is checked of a receipt.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

func main() {
	if len(os.Args) != 4 || !strings.Contains(" log receipt cases ", " "+os.Args[2]+" ") {
		end(2, "usage: logcheck VKEY (log FOLDER | receipt FILE | cases FOLDER)")
	}
	key, err := note.NewVerifier(os.Args[1])
	if err != nil {
		end(2, err)
	}
	onDisk := func(path string) []byte { return must(os.ReadFile(filepath.Join(os.Args[3], path))) }
	switch os.Args[2] {
	case "log":
		err = judge(func() { checkLog(onDisk, key) })
	case "receipt":
		err = judge(func() { checkReceipt(onDisk(""), key) })
	case "cases":
		err = judge(func() { answerCases(onDisk, key) })
	}
	if err != nil {
		end(1, err)
	}
}

func end(code int, why any) {
	fmt.Fprintln(os.Stderr, why)
	os.Exit(code)
}

// answerCases judges one case after another: a receipt, or the log on disk with other bytes in some of its files.
func answerCases(onDisk func(string) []byte, key note.Verifier) {
	known := map[string][]byte{} // each file is read once for all cases
	cases, answers := json.NewDecoder(os.Stdin), bufio.NewWriter(os.Stdout)
	defer answers.Flush()
	for {
		var one struct {
			Files   map[string][]byte
			Receipt []byte
		}
		if err := cases.Decode(&one); err == io.EOF {
			return
		} else if err != nil {
			panic(err)
		}
		read := func(path string) []byte {
			if changed, there := one.Files[path]; there {
				return changed
			}
			if _, there := known[path]; !there {
				known[path] = onDisk(path)
			}
			return known[path]
		}
		check := func() { checkLog(read, key) }
		if one.Receipt != nil {
			check = func() { checkReceipt(one.Receipt, key) }
		}
		if fault := judge(check); fault != nil {
			fmt.Fprintf(answers, "refused: %q\n", fault)
		} else {
			fmt.Fprintln(answers, "sound")
		}
	}
}

// A refusal ends a check at its first fault. Any other panic is a fault of this program, and is let through.
type refusal struct{ error }

func judge(check func()) (fault error) {
	defer func() {
		if said := recover(); said != nil {
			fault = said.(refusal).error
		}
	}()
	check()
	return nil
}

func need(fault error) {
	if fault != nil {
		panic(refusal{fault})
	}
}

func must[T any](value T, fault error) T {
	need(fault)
	return value
}

func require(holds bool, why string) {
	if !holds {
		need(fmt.Errorf("%s", why))
	}
}
