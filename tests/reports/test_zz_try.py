import pytest
from tests.published import published_cycle
@pytest.mark.django_db
def test_it():
    p = published_cycle()
    from reports.scorecard import build
    import time
    for lang in ("zh-hans","en"):
        t=time.time(); s=build(p.submissions[3], language=lang); print(time.time()-t)
        print(s.identity, s.headline, s.lead, s.facts, s.dots_headline, s.dots_lead, sep="\n")
        print(s.leads, s.ratios[:3], s.coverage[1:], s.peers, s.withheld, s.not_applicable, s.method, s.weights, s.confidentiality, sep="\n")
        print(s.sheets[0]); print(s.trace.how, s.trace.parts[0].how, s.trace.parts[0].parts[0])
    assert 0
