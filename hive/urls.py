"""Every address of the site."""

from django.urls import include, path
from django.utils.module_loading import autodiscover_modules

from hive.banks.admin_site import site
from hive.banks.views.frame import healthz, readyz, set_language

# Each app's admin module registers its pages with our site.
autodiscover_modules("admin")

urlpatterns = [
    path("", include("assessments.urls")),
    path("results/", include("reports.urls")),
    path("", include("reports.public_urls")),
    path("api/v1/", include("reports.api.urls")),
    path("", include("hive.banks.urls")),
    path("account/", include("hive.banks.account_urls")),
    path("admin/", site.urls),
    path("language/", set_language, name="set_language"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]

handler500 = "hive.banks.views.frame.server_error"
