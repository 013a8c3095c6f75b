import Diagnostics
import Testing
import WorkflowEngine
import WorkflowLanguage

@testable import SCXML

/// What a workflow has is in its document: in SCXML's own words, or else in remarks.
@Suite("Documents, word by word")
struct DocumentWordTests {
  @Test(
    "states, ways, effects, timers and what only remarks can tell are written",
    arguments: [
      (desk, "ticket", ticket), (desk, "part", part), (lamps, "lamp", lamp), (lamps, "bulb", bulb),
    ])
  func words(workflow: String, type: String, document: String) throws {
    let (definition, mistakes) = DefinitionLoader().load(
      SourceFile(name: "w.yaml", text: workflow))
    let loaded = try #require(definition, "\(rendered(mistakes))")
    let written = ChartDocument(loaded, of: try #require(loaded.recordType(named: type))).text()
    let lines = written.split(separator: "\n")
    for (line, expected) in zip(lines, document.split(separator: "\n")) {
      try #require(line == expected)
    }
    #expect(lines.count == document.split(separator: "\n").count)
  }

  private static let desk = #"""
    workflow: desk
    records:
      customer:
        fields: {name: text}
        relations: {tickets: {many: ticket}}
        transitions:
          greet: {}
      ticket:
        fields:
          title: text
          amount: {type: integer, default: 1}
          opened: date?
          kind: {choice: [small, large], default: large}
          customer: customer?
          tags: {list: text, optional: true}
          total: {formula: amount * 2}
        relations:
          parts: {many: part}
          friends: {links: ticket}
        states:
          status:
            - draft
            - open:
                initial: {to: working, effects: [{set: {amount: =amount + 1}}]}
                on_entry: [{set: {opened: =today}}]
                on_exit: [{when: amount > 3, do: [{set: {opened: null}}], else: [{set: {amount: 0}}]}]
                states:
                  progress: [triage, working, {done: {final: true}}, {resumed: {history: deep, default: working}}]
            - both:
                states:
                  left: [a, b]
                  right: [a, {c: {final: true}}]
            - closed: {final: true}
          lamp: [dark, lit]
        guards:
          paid: {when: kind == "large", check: amount > 2, otherwise: Too small.}
        transitions:
          create: {from: new, inputs: [title, amount], effects: [{set: {opened: =today}}]}
          start: {from: draft, to: open, roles: [clerk], guards: [paid], confirm: {ask: "Start {title}?"}}
          split: {from: [draft, open], to: both, when: amount != 7 && lamp == "lit", edits: [title]}
          resume: {from: draft, to: resumed}
          step: {from: triage, to: working, internal: true}
          finish: {from: {progress: working, lamp: lit}, to: {progress: done}, warnings: [{cheap: {when: amount < 3, say: It is cheap.}}], reminders: [{post: {say: Write a letter.}}]}
          over: {done: open, to: closed}
          fast: {automatic: true, when: amount > 100, from: draft, to: closed}
          late: {after: 30d, from: draft, to: closed}
          slow: {after: days(amount), from: open, to: closed}
          yearly: {at: opened + days(3), from: draft, effects: [{set: {amount: 4}}]}
          switch: {from: dark, to: lit}
          swap: {from: {left: a}, to: {left: b}, effects: [{raise: switch}, {raise: touch, later: true}]}
          touch:
            effects:
              - {set: {amount: =amount + 1, title: "it's \"so\" & <so>"}}
              - {for: parts, send: grow}
              - {send: greet, to: customer}
              - {create: part, with: {ticket: =ticket, size: =amount}}
              - {delete: parts, where: part.size > 1}
              - {emit: told, with: {ticket: =ticket, amount: =amount}}
              - {when: amount > 2, set: {tags: ["x", "y"]}}
              - {link: friends, with: =ticket}
              - {unlink: friends, with: =ticket}
          gone: {not_supported: Close it., instead: over}
      part:
        fields: {ticket: ticket?, size: {type: integer, default: 1}}
        states: {status: [fresh, {old: {final: true}}]}
        transitions:
          grow: {effects: [{set: {size: =size + 1}}]}
          age: {from: fresh, to: old, effects: [{set: {size: 1}}, {erase: part}]}
    """#

  private static let ticket = #"""
    <?xml version="1.0" encoding="UTF-8"?>
    <scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="cel" name="ticket">
      <!-- ticket of the workflow desk -->
      <datamodel>
        <!-- types: title text, amount integer, opened date?, kind small|large, customer customer?, tags list of text?, friends list of ticket? -->
        <data id="title"/>
        <data id="amount" expr="1"/>
        <data id="opened" expr="today"/>
        <data id="kind" expr='"large"'/>
        <data id="customer"/>
        <data id="tags"/>
        <data id="friends"/>
        <!-- total is computed: amount * 2 -->
      </datamodel>
      <!-- a record begins with the event create -->
      <!-- create: inputs: title, amount -->
      <parallel id="ticket">
        <transition event="touch">
          <assign location="amount" expr="amount + 1"/>
          <assign location="title" expr="&quot;it's \&quot;so\&quot; &amp; &lt;so>&quot;"/>
          <!-- for each of parts: the event part.grow, carried out at once -->
          <!-- for each of customer: the event customer.greet, carried out at once -->
          <!-- a new part -->
          <!-- for each of parts: deleted -->
          <!-- a message told, with ticket: ticket, amount: amount -->
          <if cond="amount > 2">
            <assign location="tags" expr='["x", "y"]'/>
          </if>
          <!-- linked with ticket -->
          <!-- no longer linked with ticket -->
        </transition>
        <state id="status">
          <state id="draft">
            <onentry>
              <send event="late" id="late.draft" delay="2592000s"/>
            </onentry>
            <onexit>
              <cancel sendid="late.draft"/>
            </onexit>
            <!-- start: roles: clerk; asks: Start {title}? -->
            <transition event="start" cond='!(kind == "large") || amount > 2' target="open"/>
            <!-- split: edits: title -->
            <transition event="split" cond="amount != 7 &amp;&amp; In('lit')" target="both"/>
            <transition event="resume" target="resumed"/>
            <transition event="done.state.open" target="closed"/>
            <transition cond="amount > 100" target="closed"/>
            <transition event="late" target="closed"/>
            <!-- yearly: by the clock, at opened + days(3) -->
            <transition event="yearly">
              <assign location="amount" expr="4"/>
            </transition>
          </state>
          <state id="open">
            <initial>
              <transition target="working">
                <assign location="amount" expr="amount + 1"/>
              </transition>
            </initial>
            <onentry>
              <send event="slow" id="slow.open" delayexpr="days(amount)"/>
            </onentry>
            <onentry>
              <assign location="opened" expr="today"/>
            </onentry>
            <onexit>
              <cancel sendid="slow.open"/>
            </onexit>
            <onexit>
              <if cond="amount > 3">
                <assign location="opened" expr="null"/>
                <else/>
                <assign location="amount" expr="0"/>
              </if>
            </onexit>
            <!-- split: edits: title -->
            <transition event="split" cond="amount != 7 &amp;&amp; In('lit')" target="both"/>
            <transition event="done.state.open" target="closed"/>
            <transition event="slow" target="closed"/>
            <state id="triage">
              <transition event="step" target="working" type="internal"/>
            </state>
            <state id="working">
              <!-- finish: warning cheap: It is cheap.; reminder post: Write a letter. -->
              <transition event="finish" cond="In('lit')" target="done"/>
            </state>
            <final id="done"/>
            <history id="resumed" type="deep">
              <transition target="working"/>
            </history>
          </state>
          <parallel id="both">
            <transition event="done.state.open" target="closed"/>
            <state id="left">
              <state id="left.a">
                <transition event="swap" target="b">
                  <raise event="switch"/>
                  <send event="touch"/>
                </transition>
              </state>
              <state id="b"/>
            </state>
            <state id="right">
              <state id="right.a"/>
              <final id="c"/>
            </state>
          </parallel>
          <final id="closed"/>
        </state>
        <state id="lamp">
          <state id="dark">
            <transition event="switch" target="lit"/>
          </state>
          <state id="lit"/>
        </state>
      </parallel>
    </scxml>
    """#

  private static let part = #"""
    <?xml version="1.0" encoding="UTF-8"?>
    <scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="cel" name="part">
      <!-- part of the workflow desk -->
      <datamodel>
        <!-- types: ticket ticket?, size integer -->
        <data id="ticket"/>
        <data id="size" expr="1"/>
      </datamodel>
      <state id="fresh">
        <transition event="grow">
          <assign location="size" expr="size + 1"/>
        </transition>
        <transition event="age" target="old">
          <assign location="size" expr="1"/>
          <!-- erased -->
        </transition>
      </state>
      <final id="old"/>
    </scxml>
    """#

  private static let lamps = #"""
    workflow: lamps
    records:
      lamp:
        undecided: trouble
        fields: {at: timestamp?, n: integer?, wait: {type: text, default: 3s}, dose: {type: decimal, default: 1.5}, span: {type: duration, default: 90m}}
        states:
          status: [lamp, status, {off: {final: true}}]
          other: [status, lamp]
        transitions:
          create: {from: new, to: {other: lamp}, effects: [{do: [{set: {n: 5}}]}, {when: n > 3, set: {dose: 2}}]}
          wake: {at: at, effects: [{set: {at: null}}, {raise: dim, later: true}]}
          dim: {from: {status: status}, to: {status: off}}
          again: {from: {status: lamp}, to: {status: status}, effects: [{set: {at: =now + duration("2s")}}, {when: n != null, set: {at: =now + duration(wait)}}]}
          stop: {from: {status: lamp}, effects: [{set: {at: null}}]}
          trouble: {from: {status: lamp, other: lamp}, to: {status: off}}
          turn: {to: {other: lamp}, effects: [{raise: dim}, {raise: trouble}]}
      bulb:
        fields: {watt: {type: integer, default: 40}}
        states: {glow: [cold, warm]}
        transitions:
          create: {from: new, to: warm, roles: [smith], effects: [{set: {watt: =watt + 20}}]}
          cool: {from: warm, to: cold, when: {any: [watt > 3, {none: [watt == 2, watt == 1]}]}}
          anywhere: {to: cold}
    """#

  private static let lamp = #"""
    <?xml version="1.0" encoding="UTF-8"?>
    <scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="cel" name="lamp">
      <!-- lamp of the workflow lamps -->
      <datamodel>
        <!-- types: n integer?, wait text, dose decimal, span duration -->
        <data id="n" expr="5"/>
        <data id="wait" expr='"3s"'/>
        <data id="dose" expr="1.5"/>
        <data id="span" expr='duration("5400000ms")'/>
      </datamodel>
      <!-- a record begins with the event create -->
      <parallel id="lamp">
        <state id="status">
          <state id="status.lamp">
            <transition event="again" target="status.status">
              <send event="dim" id="at" delay="2s"/>
              <if cond="n != null">
                <send event="dim" id="at" delayexpr="wait"/>
              </if>
            </transition>
            <transition event="stop">
              <cancel sendid="at"/>
            </transition>
            <transition event="error.execution" cond="In('other.lamp')" target="off"/>
          </state>
          <state id="status.status">
            <transition event="dim" target="off"/>
          </state>
          <final id="off"/>
        </state>
        <state id="other">
          <state id="other.status">
            <transition event="turn" target="other.lamp">
              <raise event="dim"/>
              <raise event="error.execution"/>
            </transition>
          </state>
          <state id="other.lamp">
            <transition event="turn" target="other.lamp">
              <raise event="dim"/>
              <raise event="error.execution"/>
            </transition>
          </state>
        </state>
      </parallel>
    </scxml>
    """#

  private static let bulb = #"""
    <?xml version="1.0" encoding="UTF-8"?>
    <scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" datamodel="cel" name="bulb" initial="warm">
      <!-- bulb of the workflow lamps -->
      <datamodel>
        <!-- types: watt integer -->
        <data id="watt" expr="40"/>
      </datamodel>
      <!-- a record begins with the event create -->
      <!-- create: roles: smith -->
      <state id="cold">
        <transition event="anywhere" target="cold"/>
      </state>
      <state id="warm">
        <transition event="cool" cond="(watt > 3) || (!((watt == 2) || (watt == 1)))" target="cold"/>
        <transition event="anywhere" target="cold"/>
      </state>
    </scxml>
    """#
}
