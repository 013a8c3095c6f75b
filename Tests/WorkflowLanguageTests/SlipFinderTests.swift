import Diagnostics
import Foundation
import Testing

@testable import WorkflowLanguage

@Suite("What could have been written otherwise")
struct SlipFinderTests {
  private static let text = """
    workflow: shop
    parameters: {days: 14d, limit: 3, strict: true}
    guards:
      paid: {check: order.due <= 0 && order.open, otherwise: Pay first.}
    records:
      order:
        fields:
          number: {type: integer, unique: true}
          due: {type: decimal, default: 0}
          open: {type: boolean, default: true}
        relations:
          big: {many: line, where: line.price > 10}
          lines: {many: line}
        unique: [[due, open], {fields: [number, due], in: sent, where: open}]
        states:
          status:
            - fresh
            - sent: {on_entry: [{set: {due: 1}}]}
            - done
        reactions:
          - {when: due == 0, set: {open: false}}
        transitions:
          create: {from: new}
          send:
            from: [fresh, done]
            to: sent
            roles: [clerk, manager]
            guards:
              - paid
            warnings:
              - late: {when: due > 5, say: Late.}
            confirm: {ask: Send it?, when: open}
            approval: {roles: [manager], when: due > 100, count: 2, expires: 3d}
            effects:
              - {for: lines, where: line.price != 0, limit: 2, send: pack}
              - {when: open, set: {due: =due + 1, open: false}}
          lapse: {from: sent, to: done, after: parameters.days, when: [open, due > 0]}
          close:
            first:
              - {from: sent, when: due < 1, to: done}
              - {from: {except: done}, to: fresh}
      line:
        fields: {order: order, price: decimal}
        transitions: {create: {from: new, inputs: [order, price]}, pack: {}}
    invariants:
      sound: {record: order, when: open, check: due >= 0}

    """

  private static let sentences = """
    '15d' instead of '14d' in days
    '4' instead of '3' in limit
    'false' instead of 'true' in strict
    '<' instead of '<=' in 'order.due <= 0 && order.open' of paid
    '>' instead of '<=' in 'order.due <= 0 && order.open' of paid
    '1' instead of '0' in 'order.due <= 0 && order.open' of paid
    '||' instead of '&&' in 'order.due <= 0 && order.open' of paid
    without the uniqueness of order.number
    '1' instead of '0' in order.due
    'false' instead of 'true' in order.open
    without the choice of records of order.big
    '<=' instead of '>' in 'line.price > 10' of order.big
    '>=' instead of '>' in 'line.price > 10' of order.big
    '11' instead of '10' in 'line.price > 10' of order.big
    without the uniqueness of 'due, open' of order
    without the uniqueness of 'number, due' of order
    without the states of the uniqueness of 'number, due' of order
    without the choice of records of the uniqueness of 'number, due' of order
    the opposite of 'open' in the uniqueness of 'number, due' of order
    '2' instead of '1' in 'due' of effect 'set' of order.status.sent
    '!=' instead of '==' in 'due == 0' of reaction 1 of order
    '1' instead of '0' in 'due == 0' of reaction 1 of order
    without reaction 1 of order
    'true' instead of 'false' in 'open' of reaction 1 of order
    without source 'fresh' of order.send
    without source 'done' of order.send
    'to: done' instead of 'to: sent' in order.send
    without the roles of order.send
    without role 'clerk' of order.send
    without role 'manager' of order.send
    without guard 'paid' of order.send
    without warning 'late' of order.send
    without the condition of order.send.late
    '<=' instead of '>' in 'due > 5' of order.send.late
    '>=' instead of '>' in 'due > 5' of order.send.late
    '6' instead of '5' in 'due > 5' of order.send.late
    without the question of order.send
    without the condition of the question of order.send
    the opposite of 'open' in the question of order.send
    without the approval of order.send
    without role 'manager' of the approval of order.send
    without the condition of the approval of order.send
    '<=' instead of '>' in 'due > 100' of the approval of order.send
    '>=' instead of '>' in 'due > 100' of the approval of order.send
    '101' instead of '100' in 'due > 100' of the approval of order.send
    without the number of persons of the approval of order.send
    '3' instead of '2' in the approval of order.send
    without the time it waits of the approval of order.send
    '4d' instead of '3d' in the approval of order.send
    without the choice of records of effect 'pack' of order.send
    '==' instead of '!=' in 'line.price != 0' of effect 'pack' of order.send
    '1' instead of '0' in 'line.price != 0' of effect 'pack' of order.send
    without the limit of effect 'pack' of order.send
    '3' instead of '2' in effect 'pack' of order.send
    without effect 'pack' of order.send
    without the condition of effect 'set' of order.send
    the opposite of 'open' in effect 'set' of order.send
    without effect 'set' of order.send
    without the value of 'due' of effect 'set' of order.send
    '-' instead of '+' in 'due + 1' of 'due' of effect 'set' of order.send
    '2' instead of '1' in 'due + 1' of 'due' of effect 'set' of order.send
    without the value of 'open' of effect 'set' of order.send
    'true' instead of 'false' in 'open' of effect 'set' of order.send
    'from: done' instead of 'from: sent' in order.lapse
    'to: fresh' instead of 'to: done' in order.lapse
    without the condition of order.lapse
    the opposite of 'open' in order.lapse
    without the condition 'open' of order.lapse
    without the condition 'due > 0' of order.lapse
    '<=' instead of '>' in 'due > 0' of order.lapse
    '>=' instead of '>' in 'due > 0' of order.lapse
    '1' instead of '0' in 'due > 0' of order.lapse
    way 2 of order.close comes before way 1
    'from: done' instead of 'from: sent' in way 1 of order.close
    without the condition of way 1 of order.close
    '<=' instead of '<' in 'due < 1' of way 1 of order.close
    '>=' instead of '<' in 'due < 1' of way 1 of order.close
    '2' instead of '1' in 'due < 1' of way 1 of order.close
    'to: fresh' instead of 'to: done' in way 1 of order.close
    without the sources of way 2 of order.close
    'except: fresh' instead of 'except: done' in way 2 of order.close
    'to: sent' instead of 'to: fresh' in way 2 of order.close
    without invariant 'sound'
    without the condition of sound
    the opposite of 'open' in sound
    '<' instead of '>=' in 'due >= 0' of sound
    '>' instead of '>=' in 'due >= 0' of sound
    '1' instead of '0' in 'due >= 0' of sound
    """

  @Test("each is named once, in the order of the lines")
  func sentences() throws {
    var finder = SlipFinder()
    let slips = finder.find(in: SourceFile(name: "shop.yaml", text: Self.text))
    #expect(slips.map(\.sentence).joined(separator: "\n") == Self.sentences)
  }

  @Test("each changes what it says, and the file can be read or is refused with a place")
  func edits() throws {
    let file = SourceFile(name: "shop.yaml", text: Self.text)
    let (sound, mistakes) = DefinitionLoader().load(file)
    #expect(sound != nil, "\(mistakes.map(\.message))")
    var finder = SlipFinder()
    var refused: [String] = []
    for slip in finder.find(in: file) {
      let bytes = try #require(Mend(slip.edits).applied(to: file), "\(slip.sentence)")
      #expect(bytes != file.bytes, "\(slip.sentence)")
      let changed = SourceFile(name: file.name, bytes: bytes)
      let (definition, diagnostics) = DefinitionLoader().load(changed)
      if definition == nil {
        refused.append(slip.sentence)
        #expect(diagnostics.contains { $0.severity == .error && $0.range != nil })
        #expect(!diagnostics.contains { $0.code == "syntax" }, "\(slip.sentence)")
      }
    }
    #expect(refused == [])
  }
}
