/// Every form of docs/language.md in one file; `LanguagePageTests` holds the two together.
enum LanguagePage {
  static let parts = [
    "guards.yaml": """
    part_of: customer-account
    records:
      remark:
        fields: {text: text}

    """, "parts/billing.yaml": "part_of: customer-account\n",
  ]

  static let text = #"""
    workflow: customer-account
    version: 1
    uses: [guards.yaml, parts/billing.yaml]
    title: Deactivate and reactivate a customer's account
    time_zone: Europe/Berlin
    actors: {ignore_case: true}
    parameters:
      skip_zero: false
      rates: {standard: 0.19}
      holidays: ['2026-12-25', '2026-12-26']
      loan_days: {by: item.kind, values: {book: 21, dvd: 7}, otherwise: 14}
    tables:
      late_fee:
        columns: {kind: item.kind, days: integer, member: boolean}
        gives: decimal
        rows:
          - [book, < 1, -, 0]
          - [book, 1..30, true, 1.50]
          - [book, 1..30, false, 3]
          - [[dvd, map], ..30, -, 4.50]
          - [-, 31.., -, 20]
    possible:
      service_runs_again:
        record: service
        check: status == "active" && end_date == null
        otherwise: A service can be started again.
    guards:
      account_active:
        check: account.status == "active"
        otherwise: Reactivate the account.
    records:
      account:
        fields:
          tax_id: text?
          balance: {formula: sum(unpaid_invoices.paid)}
        relations:
          locations: {many: location}
          unpaid_invoices: {many: invoice, where: invoice.status == "unpaid"}
          twins: {many: account, by: none, as: other, where: other.tax_id == tax_id}
          groups: {linked_by: account_group.members}
          services: {many: service}
          visits: {many: visit}
          templates: {many: template}
        states:
          status:
            - active
            - deactivated: {badge: orange_deactivated}
          standing:
            - good
            - suspended: {row_color: red}
        badges: {vip: balance > 1000}
        transitions:
          deactivate:
            from: active
            to: deactivated
            selection: all
            inputs:
              - delete_templates: {type: boolean, default: true, label: Delete templates, when: count(templates) > 0}
            warnings:
              - open: {when: "balance > 0", say: "{before.balance} is open, {after.balance} afterwards."}
            confirm: {ask: Go on?, details: "{count(locations)}", buttons: [Deactivate, Cancel], when: balance > 0}
            effects:
              - {for: locations, send: deactivate}
              - {delete: visits, where: visit.start > now}
          credit:
            approval: {roles: [manager], when: balance > 1000, otherwise: "{balance} needs a manager."}
          delete:
            not_supported: Deactivate the account instead.
            instead: deactivate
      item:
        fields: {kind: {choice: [book, dvd, map]}, due: {formula: "today + days(parameters.loan_days[kind])"}}
        states: {status: [active, gone]}
        transitions:
          bill: {every: months(1), starting: due, until: '2030-01-01', from: active}
      person:
        fields: {name: text}
        relations:
          handled: {many: ticket, by: handler}
      ticket:
        fields: {handler: person, asked_by: person}
      template:
        fields: {account: account}
      account_group:
        fields: {name: text}
        relations:
          members: {links: account}
        transitions:
          join:
            inputs: [{new_member: account}, {former_member: account}]
            effects:
              - {link: members, with: =new_member}
              - {unlink: members, with: =former_member}
      customer:
        fields: {number: {type: text, unique: {in: [active, deleted], otherwise: This number is taken.}}}
        states: {status: [active, deleted, gone]}
        transitions:
          forget:
            from: deleted
            to: gone
            effects:
              - {erase: customer}
      location:
        fields: {account: account, address: text, visits_left: {type: integer, default: 9}}
        relations: {services: {many: service}}
        states: {status: [active, deactivated]}
        transitions:
          close: {from: active, to: deactivated}
          deactivate:
            - {from: active, to: deactivated, guards: [account_active: A deactivated account is not billed.]}
            - {from: deactivated}
      visit:
        fields: {account: account, start: timestamp}
      service:
        shown_as: "{name}"
        fields:
          name: text
          location: location
          account: {formula: location.account}
          kind: {choice: [recurring, on_request]}
          price: {type: decimal, default: 0}
          end_date: date?
          tags: {list: text}
          deactivate_on_end_date: boolean
        unique: [[location, name]]
        states: {status: [active, deactivated]}
        reactions: [{when: end_date == null, set: {deactivate_on_end_date: false}}]
        guards:
          end_date_removed:
            when: kind == "recurring"
            check: end_date == null
            otherwise: Remove the end date ({end_date}) in the same save.
          not_late:
            check: end_date >= today
            otherwise: The service ended on {end_date}.
            unknown: The last day is not known yet.
        transitions:
          prolong: {guards: [not_late]}
          deactivate:
            label: DEACTIVATE
            tabs: [Account, Services, Billing]
            selection: {only: one, otherwise: Customer profiles cannot be deactivated in bulk.}
            from: active
            to: deactivated
            roles: [clerk, manager]
            edits: [end_date]
            guards: [account_active, end_date_removed]
            effects:
              - {set: {end_date: =today}}
              - {set: {location.visits_left: =location.visits_left - 1}}
              - {send: close, to: location}
              - {send: close, to: location, if_possible: true}
          end_date_reached:
            at: end_date + days(1)
            when: deactivate_on_end_date
            from: active
            to: deactivated
        lists:
          active: {title: Active, default: true, where: status == "active", order_by: name, columns: [name, price]}
      invoice:
        fields:
          account: account
          period: text
          paid: {type: decimal, default: 0}
          kind: {choice: [single, bulk], optional: true}
          note: text?
          end_date: date?
        relations:
          services: {many: service, by: none, where: service.account == account}
          lines: {many: invoice_line, inline: true}
        states: {status: [unpaid, paid_up]}
        transitions:
          fill_lines:
            only_sent: true
            effects:
              - {for: services, create: lines, with: {service: =service, amount: =service.price}}
              - {delete: lines, where: invoice_line.kind == "service"}
          bill:
            from: new
            inputs: [account, period]
            effects:
              - {set: {end_date: =today, kind: bulk, note: null}}
              - {for: account.services, where: service.status == "active", set: {price: =service.price * 2}}
              - {send: fill_lines}
              - {emit: send_invoice, with: {invoice: =invoice}, key: "{invoice}-{today}"}
          again:
            edits: all
            effects:
              - {create: invoice, with: {account: =account, period: =period}, send: fill_lines}
      request:
        undecided: trouble
        fields: {amount: {type: decimal, default: 0}, vip: boolean, opened_on: date?, reason: text?}
        guards: {complete: {check: amount > 0, otherwise: It has no amount.}}
        states:
          status:
            - draft
            - open:
                on_entry: [{set: {opened_on: =today}}]
                on_exit: [{set: {opened_on: null}}]
                initial: working
                states:
                  progress: [triage, working, {done: {final: true}}, {resumed: {history: deep, default: working}}]
                  payment: [unpaid, {paid: {final: true}}]
            - approved
            - checked
            - waiting
            - closed: {final: true}
        transitions:
          approve:
            first:
              - {from: draft, when: amount <= 100, to: approved}
              - {from: draft, to: checked}
          decide:
            label: Decide
            from: checked
            inputs: [reason]
            guards: [complete]
            ways:
              - {when: amount <= 1000, to: approved}
              - {when: amount > 1000, to: approved, approval: [manager]}
          judge:
            from: draft
            effects:
              - {raise: check}
              - {raise: remind_late, later: true}
              - {when: amount > 100, do: [{set: {vip: true}}], else: [{set: {vip: false}}]}
          check: {from: draft, to: checked}
          remind: {after: 30d, from: checked}
          warn: {after: months(1), from: checked}
          remind_late: {only_sent: true}
          trouble: {from: draft, to: waiting}
          resume: {from: waiting, to: resumed}
          start: {automatic: true, from: approved, when: vip, to: open}
          work: {from: open, to: {progress: working}, internal: true}
          finish: {done: open, from: open, to: closed}
      invoice_line:
        fields:
          service: service
          amount: decimal
          kind: {choice: [service, tax], optional: true}
    invariants:
      active_service_has_active_location:
        record: service
        when: status == "active"
        check: location.status == "active"
        otherwise: A service runs at an active location only.
      nothing_lost:
        record: account
        check: {any: [before.balance == balance, {none: [balance > 0]}]}
        during: [account.deactivate]
    migrate:
      invoice:
        was: bill
        fields: {sum: paid, remark: note, colour: null}
        states:
          status: {open: unpaid, reminded: unpaid}
          kind: {one_off: single}
        set: {period: unknown, end_date: =today}
    """#
}
