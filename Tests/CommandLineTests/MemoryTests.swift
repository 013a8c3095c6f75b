import Foundation
import Testing

@Suite("What imported records remember")
struct MemoryTests {
  private static let workflow = """
    workflow: school
    parameters: {school_year: 2025/26}
    records:
      course:
        fields: {title: text}
      enrolment:
        fields:
          course: course
          school_year: {type: text, default: =parameters.school_year}
          title: {type: text, default: =course.title}
          since: {type: date, default: =today}
        states:
          status:
            - quiet
            - watched
            - paused:
                states:
                  step: [first, second, {back: {history: shallow, default: first}}]
        transitions:
          calm_down: {from: watched, to: quiet, after: 28d}
          pause: {label: Pause, from: [quiet, watched], to: back}
          next: {label: Next, from: first, to: second}
          go_on: {label: Go on, from: paused, to: quiet}
    """

  private func place(_ records: String) throws -> Workplace {
    let place = try Workplace(workflow: Self.workflow)
    try place.write("records.yaml", records)
    return place
  }

  @Test("a default that is a formula is computed, also over a record later in the file")
  func defaults() throws {
    let place = try place(
      """
      E1: {type: enrolment, course: C1}
      E2: {type: enrolment, course: C1, school_year: 2024/25, since: 2024-09-01}
      C1: {type: course, title: Physics}
      """)
    let answer = try place.run("import", "records.yaml")
    #expect(answer.status == 0, "\(answer.output)")
    let exported = try place.run("export", "enrolment").output
    #expect(
      exported.contains(
        #""id":"E1","status":"quiet","course":"C1","school_year":"2025/26","title":"Physics","since":"2026-03-10""#
      ), "\(exported)")
    #expect(exported.contains(#""school_year":"2024/25","title":"Physics","since":"2024-09-01""#))
    try place.write("sheet.csv", "id,course\nE3,C1\n")
    #expect(try place.run("import", "sheet.csv", "--type", "enrolment").status == 0)
    #expect(try place.run("show", "enrolment:E3").output.contains("2025/26"))
    let looked = try place.run("show", "enrolment:E1", "--records", "records.yaml").output
    #expect(looked.contains("2025/26") && looked.contains("2026-03-10"), "\(looked)")
  }

  @Test("states are entered at the time of the import, so that their timers fire")
  func entering() throws {
    let place = try place(
      """
      C1: {type: course, title: Physics}
      E1: {type: enrolment, course: C1, status: watched}
      E2: {type: enrolment, course: C1, status: watched, entered: {status: 2026-02-01}}
      E3: {type: enrolment, course: C1}
      """)
    #expect(try place.run("import", "records.yaml").status == 0)
    #expect(
      try place.run("show", "enrolment:E1").output.contains(
        "The clock fires it at 2026-04-07 09:00"))
    #expect(
      try place.run("show", "enrolment:E2").output.contains(
        "It is due since 2026-03-01 00:00; the clock fires it as soon as it may."))
    let looked = try place.run("show", "enrolment:E1", "--records", "records.yaml").output
    #expect(looked.contains("The clock fires it at 2026-04-07 09:00"), "\(looked)")
    try place.write("change.yaml", "E3: {type: enrolment, status: watched}\n")
    let at = "2026-03-20T09:00:00Z"
    #expect(try place.run("import", "change.yaml", "--update", "--at", at).status == 0)
    #expect(
      try place.run("show", "enrolment:E3").output.contains(
        "The clock fires it at 2026-04-17 09:00"))
    let history = try place.run("history", "enrolment:E3").output
    #expect(history.hasSuffix("imported  status quiet → watched\n"), "\(history)")
  }

  @Test(
    "export writes entered and before, and import reads them", arguments: ["jsonl", "json", "yaml"])
  func roundTrip(form: String) throws {
    let place = try place(
      """
      C1: {type: course, title: Physics}
      E1: {type: enrolment, course: C1, before: {step: second}, entered: {status: 2026-02-01}}
      """)
    #expect(try place.run("import", "records.yaml").status == 0)
    #expect(try place.run("export", "--output", "out.\(form)").status == 0)
    let text = try place.read("out.\(form)")
    #expect(text.contains("second") && text.contains("2026-02-01T00:00:00Z"), "\(text)")
    #expect(try place.run("import", "out.\(form)", "--store", "second.db").status == 0)
    #expect(
      try place.run("export", "--store", "second.db").output == place.run("export").output)
    #expect(try place.run("apply", "pause", "enrolment:E1", "--store", "second.db").status == 0)
    let shown = try place.run("show", "enrolment:E1", "--store", "second.db").output
    #expect(shown.contains("second"), "\(shown)")
  }

  @Test(
    "a memory that does not fit is a bad row",
    arguments: [
      (
        "entered: {statu: 2026-02-01}",
        "there is no region 'statu' in enrolment, did you mean 'status'?"
      ),
      ("entered: {status: soon}", "entered: 'soon' is not a time, write 2026-03-10T09:00:00Z"),
      ("entered: soon", "'entered' is a mapping of the regions of enrolment"),
      ("before: {step: secnd}", "there is no state 'secnd' in step, did you mean 'second'?"),
    ])
  func misfits(written: String, said: String) throws {
    let place = try place(
      "C1: {type: course, title: x}\nE1: {type: enrolment, course: C1, \(written)}\n")
    let answer = try place.run("import", "records.yaml")
    #expect(answer.status == 7)
    #expect(answer.output.contains(said), "\(answer.output)")
  }
}
