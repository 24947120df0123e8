"""Health check of the web container: exits 0 where /healthz answers under the portal's own name."""

import os
import sys
import urllib.request

URL = "http://127.0.0.1:8000/healthz"

if __name__ == "__main__":
    host = os.environ["ALLOWED_HOSTS"].partition(",")[0].strip()
    request = urllib.request.Request(URL, headers={"Host": host, "X-Forwarded-Proto": "https"})
    with urllib.request.urlopen(request, timeout=4) as answer:
        sys.exit(answer.status != 200)
