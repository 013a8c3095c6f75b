import Diagnostics
import Testing
import WorkflowLanguage

@testable import SCXML

@Suite("Hostile SCXML documents")
struct HostileDocumentTests {
  @Test("entities are refused before they are expanded")
  func entities() {
    let text = """
      <!DOCTYPE scxml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
      <scxml xmlns="http://www.w3.org/2005/07/scxml" name="&b;"><state id="a"/></scxml>
      """
    #expect(diagnostics(text).map(\.code) == ["scxml-document-type"])
  }

  @Test("elements may only stand so deep inside each other", arguments: [100, 100_000])
  func depth(count: Int) {
    let text = document(
      String(repeating: "<state>", count: count) + String(repeating: "</state>", count: count))
    #expect(diagnostics(text).map(\.code) == ["scxml-too-large"])
  }

  @Test("a document may only be so large")
  func size() {
    let text = document("<state id=\"a\"/>" + String(repeating: " ", count: 10_000_001))
    #expect(diagnostics(text).map(\.code) == ["scxml-too-large"])
  }

  @Test("an element may only have so many attributes")
  func attributes() {
    let many = (0..<200).map { "a\($0)=\"\"" }.joined(separator: " ")
    #expect(diagnostics(document("<state \(many)/>")).map(\.code) == ["scxml-too-large"])
  }

  @Test("a document may only have so many elements")
  func elements() {
    let text = document(String(repeating: "<state/>", count: 100_001))
    #expect(diagnostics(text).map(\.code) == ["scxml-too-large"])
  }

  @Test(
    "what is no XML is refused with its place",
    arguments: ["", " ", "<", "<a", "<a>", "<a></b>", "<a b=c/>", "\u{0}", "<a>&x;</a>", "words"])
  func broken(text: String) {
    let found = diagnostics(text)
    #expect(found.map(\.code) == ["scxml-xml"])
    #expect(found.first?.range != nil)
  }

  @Test(
    "an expression that is nested too deeply is reported",
    arguments: [
      String(repeating: "(", count: 10_000), String(repeating: "!", count: 10_000) + "x",
      String(repeating: "[", count: 10_000), String(repeating: "1 ? ", count: 10_000),
      String(repeating: "x.", count: 10_000) + "x", String(repeating: "f(", count: 1_000),
      String(repeating: "1 + ", count: 30_000) + "1", String(repeating: "1+", count: 9_900) + "1",
      String(repeating: "'a'+", count: 4_000) + "1", String(repeating: "- ", count: 9_000) + "1",
    ])
  func expression(text: String) {
    let found = diagnostics(
      document("<state id=\"a\"><transition event=\"e\" cond=\"\(text)\"/></state>"))
    #expect(found.map(\.severity) == [.warning])
  }

  @Test("any piece of a document is read or refused, and what is read loads")
  func pieces() throws {
    let whole = document(
      """
      <datamodel><data id="x" expr="1"/></datamodel>
      <parallel id="p"><history id="h" type="deep"><transition target="a"/></history>
      <state id="a"><onentry><if cond="x == 1"><raise event="e"/><else/></if></onentry></state>
      <state id="b"><transition event="e" target="h"/><onexit><log expr="x"/></onexit></state>
      </parallel>
      """)
    let bytes = Array(whole.utf8)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      for length in [1, 7, 40] where start + length <= bytes.count {
        let rest = Array(bytes[..<start] + bytes[(start + length)...])
        let file = SourceFile(name: "chart.scxml", bytes: rest)
        let (conversion, found) = ChartConversion.convert(file)
        #expect((conversion == nil) == found.hasErrors)
        guard let conversion else { continue }
        let (definition, mistakes) = DefinitionLoader().load(
          SourceFile(name: "chart.yaml", text: conversion.text))
        // Without its event, a transition may follow itself for ever.
        if mistakes.map(\.code).contains("automatic-circle") { continue }
        #expect(
          definition != nil,
          "\(String(decoding: rest, as: UTF8.self))\n\(conversion.text)\n\(rendered(mistakes))")
      }
    }
  }
}

extension HostileDocumentTests {
  @Test(
    "a chart that would become a file without end is refused in a moment",
    arguments: [
      (0..<6_000).map { "<transition event=\"e\($0)\"/>" }.joined(),
      String(repeating: "<transition event=\"*\"/>", count: 400)
        + (0..<400).map { "<transition event=\"e\($0)\"/>" }.joined(),
      String(repeating: "<transition/>", count: 30_000),
    ])
  func expansion(content: String) {
    let found = diagnostics(document("<state id=\"a\">\(content)</state>"))
    #expect(found.map(\.code) == ["scxml-too-large"])
  }

  @Test("states without names are named in a moment")
  func names() {
    let states = String(repeating: "<state/>", count: 20_000)
    #expect(diagnostics(document(states)).map(\.code) == ["scxml-too-large"])
  }
}
