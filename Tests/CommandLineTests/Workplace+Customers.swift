extension Workplace {
  /// Accounts with locations and services: a small form of the bundled workflow.
  static let customers = """
    workflow: customer-account
    version: 1

    guards:
      account_active:
        check: account.status == "active"
        otherwise: Reactivate the account before its locations and services.
      location_active:
        check: location.status == "active"
        otherwise: Reactivate location {location.address} before its services.

    records:
      account:
        shown_as: "{name}"
        fields:
          number: {type: text, unique: true}
          name: text
          credit: {type: decimal, default: 0}
          note: text?
          tags: {list: text, optional: true}
        relations:
          locations: {many: location}
        states:
          status: [active, deactivated]
        guards:
          in_credit: {check: credit >= 0, otherwise: "The account owes {credit}."}
        transitions:
          create: {from: new, inputs: [number, name, credit]}
          edit: {label: Edit, edits: [name, note, credit]}
          deactivate:
            label: Deactivate
            selection: {only: one, otherwise: Accounts are deactivated one by one.}
            from: active
            to: deactivated
            roles: [clerk]
            confirm:
              ask: You are about to deactivate the account. Do you wish to continue?
              buttons: [Deactivate, Cancel]
            effects:
              - {for: locations, send: deactivate}
          reactivate: {label: Reactivate, from: deactivated, to: active}
          remind:
            from: active
            inputs:
              - subject: {type: text, label: Subject}
            guards: [in_credit]
            effects:
              - {emit: reminder, with: {account: =account, subject: =subject}, key: "{account}-{today}"}
          delete: {not_supported: Deactivate the account instead., instead: deactivate}

      location:
        fields:
          account: account
          address: text
        relations:
          services: {many: service}
        states:
          status: [active, deactivated]
        transitions:
          deactivate:
            from: active
            to: deactivated
            effects:
              - {for: services, send: deactivate}
          reactivate: {from: deactivated, to: active, guards: [account_active]}
        lists:
          active: {title: Active, where: status == "active", columns: [address, account]}

      service:
        shown_as: "{name}"
        fields:
          location: location
          account: {formula: location.account}
          name: text
          kind: {choice: [recurring, on_request]}
          end_date: date?
        states:
          status:
            - active
            - deactivated: {badge: orange}
        guards:
          end_date_removed:
            when: kind == "recurring"
            check: end_date == null
            otherwise: Remove the end date ({end_date}) in the same save.
        transitions:
          deactivate:
            label: Deactivate
            from: active
            to: deactivated
            effects:
              - {when: kind == "recurring", set: {end_date: =today}}
          reactivate:
            label: Reactivate
            from: deactivated
            to: active
            edits: [end_date]
            guards: [account_active, location_active, end_date_removed]
          end: {at: end_date + days(1), from: active, to: deactivated}
        lists:
          active: {title: Active, where: status == "active", columns: [name, kind]}

    invariants:
      active_service_at_active_location:
        record: service
        when: status == "active"
        check: location.status == "active"
        otherwise: A service runs at an active location only.

    """

  static let records = """
    A1: {type: account, number: '101', name: Nordwind, status: deactivated}
    L1: {type: location, account: A1, address: 12 Mill Lane, status: deactivated}
    S1: {type: service, location: L1, name: Weekly pickup, kind: recurring, status: deactivated, end_date: 2026-02-01}
    A2: {type: account, number: '102', name: Sanders, credit: 5}
    L2: {type: location, account: A2, address: 7 Market Square}
    S2: {type: service, location: L2, name: Glass, kind: recurring}
    S3: {type: service, location: L2, name: Paper, kind: on_request, status: deactivated}
    A3: {type: account, number: '103', name: Seeblick, credit: -2.50}

    """

  /// A place whose store holds the records.
  static func withStore() throws -> Workplace {
    let place = try Workplace()
    try place.run("import", "records.yaml")
    return place
  }
}
