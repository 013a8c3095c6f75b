import Diagnostics
import Testing
import WorkflowLanguage

@Suite("A glance at a file")
struct FileGlanceTests {
  @Test(
    "tells the files in which a type may stand under records",
    arguments: [
      ("workflow: w\nrecords:\n  service: {}\n", true),
      (
        "workflow: w\r\nrecords:  # types\r\n\r\n  # first\r\n  other: {}\r\n  service: {}\r\n",
        true
      ),
      ("workflow: w\nrecords:\n    'service' : {}\n", true),
      ("workflow: w\nrecords:\n  other: {}\n  \"service\":\n    fields: {}\n", true),
      ("workflow: w\nrecords: {service: {}}\n", true),
      ("workflow: w\nrecords:\n  {service: {}}\n", true),
      ("{workflow: w, records: {service: {}}}\n", true),
      ("  workflow: w\n  records:\n    service: {}\n", true),
      ("\u{FEFF}records:\n  service: {}\nworkflow: w\n", true),
      ("workflow: w\n'records':\n  service: {}\n", true),
      ("workflow: w\nrecords :\n  service: {}\n", true),
      ("workflow: w\n\"r\\x65cords\":\n  service: {}\n", true),
      ("workflow: w\nrecords:\n  \"serv\\x69ce\": {}\n", true),
      ("workflow: w\ntitle: \"of\nrecords:\n  all\"\n'records':\n  service: {}\n", true),
      ("workflow: w\ntitle: \"of\nrecords:\n   all\"\nrecords:\n  service: {}\n", true),
      ("workflow: w\nrecords:\n  other:\n    shown_as: \"a\nb: c\"\n  service: {}\n", true),
      ("workflow: w\nuses: [types.yaml]\nrecords:\n  other: {}\n", true),
      ("workflow: w\nrecords:\n  other:\n    fields:\n      service: text\n", false),
      ("workflow: w\nrecords:\n  other:\n    fields: {service: text}\n", false),
      ("workflow: w\nparameters:\n  service: 3\nrecords:\n  other: {}\n", false),
      ("workflow: w\nrecords:\n  services: {}\n  of_service: {}\n", false),
      ("workflow: w\nrecords:\n  other: {shown_as: service}\n", false),
      ("workflow: w\nrecords:\n  # service: {}\n  other: {}\n", false),
      ("workflow: w\nrecords:\ninvariants:\n  service: {record: a}\n", false),
      ("workflow: w\n", false),
      ("", false),
    ])
  func recordType(text: String, isPossible: Bool) {
    let file = SourceFile(name: "w.yaml", text: text)
    #expect(FileGlance(file.bytes).mayDeclare(recordType: "service") == isPossible)
    // What is ruled out is certain.
    let declares = DefinitionLoader().outline(file).recordTypes.contains("service")
    #expect(isPossible || !declares)
  }

  @Test(
    "tells the files in which a key may stand",
    arguments: [
      ("scenarios: []\n", true), ("'scenarios' :\n- a\n", true), ("\"sc\\x65narios\": []\n", true),
      ("workflow: scenarios\n", false), ("scenario: []\n", false), ("", false),
    ])
  func key(text: String, isPossible: Bool) {
    let glance = FileGlance(Array(text.utf8))
    #expect(glance.mayHold(key: "scenarios") == isPossible)
  }
}
