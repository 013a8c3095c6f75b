"""Writes customers with two locations and six services each, as JSON Lines.

usage: generate-customers.py customers|customer-account N FILE

`customers` is the shape of Benchmarks/customers.yaml; `customer-account` that of the bundled workflow, where
the first customer is deactivated with all its services.
"""
import json
import sys


def plain(number):
    yield {"type": "customer", "id": f"C{number:06}", "name": f"Customer {number}"}
    for site in range(2):
        location = f"L{number:06}-{site}"
        yield {"type": "location", "id": location, "customer": f"C{number:06}", "name": f"Site {site}"}
        for place in range(3):
            yield {
                "type": "service",
                "id": f"S{number:06}-{site}{place}",
                "location": location,
                "name": f"Service {place}",
                "recurring": (site * 3 + place) % 2 == 0,
            }


def account(number):
    status = "deactivated" if number == 0 else "active"
    yield {
        "type": "account",
        "id": f"A{number:06}",
        "number": str(100000 + number),
        "name": f"Customer {number}",
        "status": status,
    }
    for site in range(2):
        location = f"L{number:06}-{site}"
        yield {
            "type": "location",
            "id": location,
            "account": f"A{number:06}",
            "address": f"{number} Mill Lane",
            "status": status,
        }
        for place in range(3):
            service = {
                "type": "service",
                "id": f"S{number:06}-{site}{place}",
                "location": location,
                "name": f"Service {place}",
                "kind": "recurring" if place % 2 == 0 else "on_request",
                "price": "30",
                "status": status,
                "start_date": "2025-01-01",
            }
            if number == 0 and place % 2 == 0:
                service["end_date"] = "2026-02-01"
                service["deactivate_on_end_date"] = True
            yield service


def main():
    make = {"customers": plain, "customer-account": account}[sys.argv[1]]
    with open(sys.argv[3], "w") as file:
        for number in range(int(sys.argv[2])):
            for record in make(number):
                file.write(json.dumps(record) + "\n")


main()
