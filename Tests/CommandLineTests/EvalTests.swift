import Testing

@Suite("workflow-run eval")
struct EvalTests {
  private static let moment = ["--at", "2026-03-10T09:00:00Z", "--as", "u17:clerk"]

  private func eval(_ expression: String, _ arguments: String...) throws -> Answer {
    try Workplace().run(["eval", expression] + arguments + EvalTests.moment)
  }

  @Test("an expression over a record names its fields")
  func record() throws {
    let answer = try eval(
      "status == \"deactivated\" && service.name != \"\" && actor.user == \"u17\"", "--record",
      "service:S1", "--records", "records.yaml")
    #expect(answer.output == "true\n")
    #expect(answer.status == 0 && answer.remarks.isEmpty)
  }

  @Test("records of a store are read as well as those of a file")
  func store() throws {
    let place = try Workplace.withStore()
    let answer = try place.run(
      ["eval", "location.address", "--record", "service:S1"] + EvalTests.moment)
    #expect(answer.output == "12 Mill Lane\n")
  }

  @Test("an explanation shows every condition with what it read")
  func explained() throws {
    let answer = try eval(
      "status == \"active\" && (end_date == null || end_date > today)", "--record", "service:S1",
      "--records", "records.yaml", "--explain")
    #expect(
      answer.output == """
        false

        ✗ status == "active" && (end_date == null || end_date > today)   all must hold, 0 of 2 hold
          ✗ status == "active"   status is deactivated
          ✗ end_date == null || end_date > today   one must hold, 0 of 2 hold
            ✗ end_date == null   end_date is 2026-02-01
            ✗ end_date > today   end_date is 2026-02-01, today is 2026-03-10

        """)
    #expect(answer.status == 0)
  }

  @Test("an explanation shows which element fails")
  func elements() throws {
    let answer = try eval(
      "locations.all(l, l.services.exists(s, s.status == \"active\"))", "--record", "account:A2",
      "--records", "records.yaml", "--explain")
    #expect(
      answer.output == """
        true

        ✓ locations.all(l, l.services.exists(s, s.status == "active"))   it must hold for each, \
        1 of 1 holds
          ✓ for L2: l.services.exists(s, s.status == "active")   it must hold for one, 1 of 2 holds
            ✓ for S2: s.status == "active"   s.status is active
            ✗ for S3: s.status == "active"   s.status is deactivated

        """)
  }

  @Test("what cannot be told says which value is missing, and is a failure")
  func unknown() throws {
    let answer = try eval(
      "end_date < today", "--record", "service:S2", "--records", "records.yaml", "--explain")
    #expect(
      answer.output == """
        cannot tell: end_date has no value

        ? end_date < today   cannot tell: end_date has no value, today is 2026-03-10

        """)
    #expect(answer.status == 1)
  }

  @Test(
    "a variable has the type that its form says",
    arguments: [
      ("x", "x=5", "int", "5"), ("x", "x=-12.50", "decimal", "-12.5"),
      ("x", "x=2026-03-10", "date", "2026-03-10"), ("x", "x=true", "bool", "true"),
      ("x", "x=2026-03-10T09:00:00Z", "timestamp", "2026-03-10T09:00:00Z"),
      ("x", "x=hello world", "string", "hello world"), ("x", "x=10-20", "string", "10-20"),
      ("x", "x=string", "string", "string"), ("x", "x=\"5\"", "string", "5"),
      ("x", "x=[1, 2]", "list(int)", "1, 2"), ("x", "x=days(3)", "period", "3 days"),
      ("x == null", "x=null", "bool", "true"), ("a.b + 1", "a.b=2", "int", "3"),
      ("x", "x=", "string", ""),
    ])
  func variables(expression: String, variable: String, type: String, value: String) throws {
    #expect(try eval(expression, "--set", variable).output == value + "\n")
    #expect(try eval(expression, "--set", variable, "--type").output == type + "\n")
  }

  @Test("a type says whether the value may be empty; no record is looked for")
  func type() throws {
    #expect(try eval("end_date", "--record", "service:S1", "--type").output == "date?\n")
    #expect(try eval("account", "--record", "service:S1", "--type").output.hasPrefix("account"))
  }

  @Test("mistakes are shown with their place, as those of a file are")
  func mistakes() throws {
    let answer = try eval("status == \"activ\"", "--record", "service:S1")
    #expect(
      answer.remarks == """
        error[unknown-state]: there is no state 'activ' in region 'status' of service
         --> <expression>:1:11
          |
        1 | status == "activ"
          |           ^^^^^^^ did you mean "active"?
          = note: status is one of active, deactivated


        """)
    #expect(answer.status == 65 && answer.output.isEmpty)
  }

  @Test("programs get the value, the type and the explanation")
  func machineForm() throws {
    let answer = try eval(
      "price > 3 || !(price == 3)", "--set", "price=12.50", "--format", "json", "--explain")
    #expect(
      answer.output == """
        {
          "format": 1,
          "command": "eval",
          "expression": "price > 3 || !(price == 3)",
          "type": "bool",
          "text": "true",
          "value": true,
          "explanation": {
            "expression": "price > 3 || !(price == 3)",
            "kind": "any",
            "value": true,
            "parts": [
              {
                "expression": "price > 3",
                "kind": "plain",
                "value": true,
                "reads": [
                  {
                    "path": "price",
                    "value": "12.5"
                  }
                ]
              },
              {
                "expression": "!(price == 3)",
                "kind": "not",
                "value": true,
                "parts": [
                  {
                    "expression": "price == 3",
                    "kind": "plain",
                    "value": false,
                    "reads": [
                      {
                        "path": "price",
                        "value": "12.5"
                      }
                    ]
                  }
                ]
              }
            ]
          }
        }

        """)
  }

  @Test(
    "a wrong command line is said", arguments: [["x", "--json-lines"], [], ["1", "--set", "=2"]])
  func usage(arguments: [String]) throws {
    #expect(try Workplace().run(["eval"] + arguments).status == 64)
  }

  @Test("parameters are there without a record, where it is clear whose")
  func parameters() throws {
    let place = try Workplace(workflow: nil)
    func workflow(_ name: String) -> String {
      """
      workflow: \(name)
      time_zone: Pacific/Auckland
      parameters: {a: 7, opens: 2026-03-10T09:00:00Z}
      records: {thing: {fields: {b: integer}}}
      """
    }
    try place.write("workflows/one.yaml", workflow("one"))
    #expect(try place.run("eval", "parameters.a + 1").output == "8\n")
    #expect(
      try place.run(
        "eval", "parameters.opens < now && today == date(2026, 3, 11)", "--at",
        "2026-03-10T12:00:00Z"
      ).output == "true\n")
    #expect(try place.run("eval", "parameters.a", "--type").output == "int\n")
    let unknown = try place.run("eval", "parameters.b")
    #expect(unknown.status == 65, "\(unknown)")
    #expect(try place.run("eval", "parameters.a", "--set", "parameters.a=2").output == "2\n")
    try place.write("workflows/two.yaml", workflow("two"))
    let several = try place.run("eval", "parameters.a")
    #expect(several.status == 64)
    #expect(several.remarks.contains("--workflow workflows/one.yaml"), "\(several.remarks)")
    let chosen = try place.run("eval", "parameters.a", "--workflow", "workflows/two.yaml")
    #expect(chosen.output == "7\n")
    // Nothing is read where nothing is asked of it.
    try place.write("workflows/one.yaml", "broken")
    #expect(try place.run("eval", "1 + 1").output == "2\n")
  }

  @Test("an expression that begins with a minus is no option")
  func minus() throws {
    #expect(try eval(#"-duration("1h")"#).output == "-3600s\n")
    #expect(try eval("-x", "--set", "x=2").output == "-2\n")
    #expect(try Workplace().run("eval", "-h").output.contains("USAGE"))
  }
}
