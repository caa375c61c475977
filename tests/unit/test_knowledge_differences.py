"""Where a page gives another value than what was said."""

from __future__ import annotations

import pytest

from pipeline.knowledge.differences import differences


@pytest.mark.parametrize(
    ("said", "written", "told"),
    [
        (
            "So the admin console of the gateway is on port 8080, open that in the firewall.",
            "The admin console of the gateway listens on port 8443. Metrics are on port 9090.",
            "The recording says port 8080, but the page says port 8443.",
        ),
        (
            "And the audit records of the ledger are kept for 30 days.",
            "Audit records of the ledger are kept for 90 days unless the retention says otherwise.",
            "The recording says 30 days, but the page says 90 days.",
        ),
        (
            "You need to have at least Kubernetes version 1.27 on the cluster.",
            "Kubernetes version 1.31 or later is required on every cluster.",
            "The recording says version 1.27, but the page says version 1.31.",
        ),
    ],
)
def test_another_value_for_the_same_thing(said, written, told):
    assert differences(said, written) == (told,)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("The admin console is on port 8443.", "The admin console listens on port 8443."),
        ("The admin console is on port 8443.", "Metrics of the ledger are published on port 9090."),
        ("The console of the gateway is on port 8080.", "The console of the gateway has port 8443, then port 9443."),
        ("Audit records are kept for 1,000 days.", "Audit records are kept for 1000 days."),
        ("The gateway console needs version 2.0.", "The gateway console needs version 2."),
        (
            "Wait for 5 minutes until the ledger of the tenant is restored.",
            "The ledger of the tenant has 12 partitions.",
        ),
        ("We have done this in 20 minutes last time.", "The certificate is renewed 30 minutes before it expires."),
        ("Click on save.", "Select Save changes."),
        ("", ""),
    ],
)
def test_nothing_is_told_where_it_may_be_another_thing(said, written):
    assert differences(said, written) == ()
