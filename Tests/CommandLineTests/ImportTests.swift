import Foundation
import TestSupport
import Testing

@Suite("Records in and out")
struct ImportTests {
  @Test("bad rows are reported with line and reason, and none of the good ones is lost")
  func badRows() throws {
    let place = try Workplace()
    try place.write(
      "mixed.jsonl",
      """
      {"type": "location", "id": "L1", "account": "A1", "address": "later in the file"}
      {"type": "acount", "id": "X1"}
      {"type": "account", "id": "A1", "number": "1", "name": "One"}
      {"type": "account", "id": "A2", "number": "2", "name": "Two", "credits": 5}
      {"type": "account", "id": "A3", "number": "3", "name": "Three", "credit": "much"}
      {"type": "account", "id": "A4", "number": "4", "name": "Four", "status": "activ"}
      {"type": "location", "id": "L2", "account": "A9", "address": "nowhere"}
      {"type": "location", "id": "L1", "account": "A1", "address": "again"}
      {"type": "account", "id": "A6"
      {"type": "account", "number": "7", "name": "Seven"}

      {"type": "account", "id": "A8", "number": 8, "name": "Eight", "credit": 2.5}

      """)
    let answer = try place.run("import", "mixed.jsonl")
    #expect(answer.status == 7)
    #expect(
      answer.output == """
        ✗ mixed.jsonl:2: there is no record type 'acount', did you mean 'account'?
        ✗ mixed.jsonl:4: there is no field 'credits' in account, did you mean 'credit'?
        ✗ mixed.jsonl:5: credit: 'much' is not a decimal number, write 12.50
        ✗ mixed.jsonl:6: status: 'activ' is not a value of 'status of account', did you mean active?
        ✗ mixed.jsonl:7: account of location 'L2' points at account 'A9', which does not exist
        ✗ mixed.jsonl:8: there is a location 'L1' already
        ✗ mixed.jsonl:9: a comma or } is expected
        ✗ mixed.jsonl:10: the record has no id
        Imported: 3 records into workflow.db, 8 bad rows.

        """)
    #expect(try place.run("list", "account").output.contains("A8  active  8       Eight  2.5"))
  }

  @Test("with --atomic one bad row keeps all others out")
  func atomic() throws {
    let place = try Workplace()
    try place.write("rows.csv", "id,number,name\nA1,1,One\nA2,2\n")
    let answer = try place.run("import", "rows.csv", "--type", "account", "--atomic")
    #expect(answer.status == 65)
    #expect(
      answer.output == """
        ✗ rows.csv:3: the row has 2 cells, the heading 3
        Imported: nothing into workflow.db, 1 bad row. With --atomic one bad row keeps all others out.

        """)
    try place.write("rows.csv", "id,number,name\nA1,1,One\nA2,2,Two\n")
    #expect(try place.run("import", "rows.csv", "--type", "account", "--atomic").status == 0)
  }

  @Test("records that break an invariant are listed")
  func invariants() throws {
    let place = try Workplace()
    try place.write(
      "broken.json",
      """
      [{"type": "account", "id": "A1", "number": "1", "name": "One"},
       {"type": "location", "id": "L1", "account": "A1", "address": "x", "status": "deactivated"},
       {"type": "service", "id": "S1", "location": "L1", "name": "Glass", "kind": "recurring"}]
      """)
    let answer = try place.run("import", "broken.json")
    #expect(answer.output.contains("~ service S1 breaks active_service_at_active_location\n"))
    #expect(answer.output.hasSuffix("0 bad rows. 1 invariant broken.\n"))
  }

  @Test("a table of several types leaves the columns of the others empty")
  func severalTypes() throws {
    let place = try Workplace()
    try place.write(
      "sheet.csv",
      """
      type,id,number,name,account,address,adress
      account,A1,1,Nordwind,,,
      location,L1,,,A1,12 Mill Lane,
      """)
    let answer = try place.run("import", "sheet.csv")
    #expect(answer.status == 65)
    #expect((answer.output + answer.remarks).contains("there is no field 'adress'"))
    try place.write(
      "sheet.csv",
      """
      type,id,number,name,account,address
      account,A1,1,Nordwind,,
      location,L1,,,A1,12 Mill Lane
      """)
    #expect(try place.run("import", "sheet.csv").status == 0)
    #expect(try place.run("show", "location:L1").output.contains("12 Mill Lane"))
  }

  @Test("spreadsheets' quotes, line breaks, marks and semicolons are read")
  func spreadsheets() throws {
    let place = try Workplace()
    try place.write(
      "sheet.csv",
      "\u{FEFF}id;number;name;note;tags\r\nA1;1;\"Nord; \"\"Wind\"\"\";\"two\r\nlines\";\"a, b\"\r\nA2;2;Süd;;\r\n"
    )
    #expect(try place.run("import", "sheet.csv", "--type", "account").status == 0)
    let exported = try place.run("export", "account", "--form", "jsonl")
    #expect(
      exported.output == """
        {"type":"account","id":"A1","status":"active","number":"1","name":"Nord; \\"Wind\\"","credit":"0","note":"two\\r\\nlines","tags":["a","b"]}
        {"type":"account","id":"A2","status":"active","number":"2","name":"Süd","credit":"0"}

        """)
  }

  @Test(
    "what is exported can be imported again, in every form",
    arguments: ["jsonl", "json", "yaml", "csv"])
  func roundTrip(form: String) throws {
    let place = try Workplace()
    let seed =
      ProcessInfo.processInfo.environment["SEED"].flatMap { UInt64($0) }
      ?? UInt64.random(in: 0 ... .max)
    var random = SeededRandom(seed: seed)
    var lines = ""
    for index in 0..<60 {
      let name = random.text()
      let note = Bool.random(using: &random) ? ", \"note\": \(random.text())" : ""
      let tags =
        "["
        + (0..<Int.random(in: 0...3, using: &random)).map { _ in random.text() }.joined(
          separator: ",") + "]"
      lines +=
        "{\"type\": \"account\", \"id\": \"A\(index)\", \"number\": \"\(index)\", \"name\": \(name), \"tags\": \(tags)\(note)}\n"
    }
    try place.write("random.jsonl", lines)
    let imported = try place.run("import", "random.jsonl")
    #expect(imported.status == 0, "SEED=\(seed) \(imported.output)")
    try place.run("export", "account", "--output", "out.\(form)")
    let again = try place.run(
      "import", "out.\(form)", "--store", "second.db", "--type", "account")
    #expect(again.status == 0, "SEED=\(seed) \(again.output)")
    let first = try place.run("export", "account", "--form", "jsonl")
    let second = try place.run("export", "account", "--form", "jsonl", "--store", "second.db")
    #expect(first.output == second.output, "SEED=\(seed)")
  }

  @Test("records come from the standard input, and bad ones fail a quick look")
  func otherSources() throws {
    let place = try Workplace()
    let answer = try place.run(
      "import", "-", "--form", "jsonl",
      input: "{\"type\": \"account\", \"id\": \"A1\", \"number\": \"1\", \"name\": \"One\"}\n")
    #expect(answer.output == "Imported: 1 record into workflow.db, 0 bad rows.\n")
    #expect(try place.run("import", "-", input: "x").status == 64)
    try place.write("bad.yaml", "A1: {type: account, nam: x}\n")
    let look = try place.run("show", "account:A1", "--records", "bad.yaml")
    #expect(look.status == 65)
    #expect(
      look.remarks.contains("bad.yaml:1: there is no field 'nam' in account, did you mean 'name'?"))
  }

  @Test("an import that is interrupted keeps what it has read and exits with 130")
  func interrupted() throws {
    let place = try Workplace()
    let running = try place.start(
      ["import", "-", "--form", "jsonl"],
      input: "{\"type\": \"account\", \"id\": \"A1\", \"number\": \"1\", \"name\": \"One\"}\n")
    defer { try? running.closeInput() }
    // The import has begun once its store is there.
    for _ in 0..<500
    where !FileManager.default.fileExists(atPath: place.folder + "/workflow.db-wal") {
      usleep(10_000)
    }
    usleep(300_000)
    running.process.interrupt()
    let answer = try running.wait()
    #expect(answer.status == 130)
    #expect(answer.output.contains("Interrupted: what was read stays."))
    #expect(try place.run("list", "account").output.hasSuffix("account: 1 record\n"))
  }

  @Test("a copy of the store is a store, and no file is written over")
  func backup() throws {
    let place = try Workplace.withStore()
    #expect(try place.run("backup", "copy.db").output == "Copied: workflow.db to copy.db.\n")
    #expect(
      try place.run("list", "account", "--store", "copy.db").output.hasSuffix(
        "account: 3 records\n"))
    #expect(try place.run("backup", "copy.db").status == 1)
  }
}

extension SeededRandom {
  /// A text in JSON with everything that needs care in some form.
  mutating func text() -> String {
    let pieces = [
      "a", "Zoë", " ", ",", ";", ":", "\\\"", "'", "\\\\", "\\n", "\\r\\n", "\\t", "#", "- ",
      "null", "[",
      "]", "{", "}", "=", "~", "\\u00e9", "\\ud83d\\ude00", "12", "true", "%", "&", "*", "!", "|",
      ">",
    ]
    let length = Int.random(in: 1...6, using: &self)
    return "\"x" + (0..<length).map { _ in pieces.randomElement(using: &self) ?? "" }.joined()
      + "\""
  }
}
