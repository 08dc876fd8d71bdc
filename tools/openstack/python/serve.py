"""
Serves the API of one OpenStack service on a free port of 127.0.0.1: `serve.py SERVICE`, in the folder with its databases.

Prints the port as its first line, before anything that takes time, and reads one line of JSON: where the other services
are. Requests that come before the service is ready wait. The process ends when its standard input is closed.
"""

import glob
import json
import os
import socket
import sqlite3
import sys
import threading
import warnings


def main(service):
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(128)
    print(listener.getsockname()[1], flush=True)
    surroundings = json.loads(sys.stdin.readline())
    threading.Thread(target=end_with_parent, daemon=True).start()
    log = os.open(f"{service}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    warnings.simplefilter("ignore")
    use_foreign_keys()
    caches = known_caches()
    application = APPLICATIONS[service](surroundings)
    pristine = {name: copied(sqlite3.connect(name)) for name in glob.glob("*.db")}
    from waitress import serve

    # One thread: Keystone's cache is one for each thread.
    serve(restorable(application, pristine, caches), sockets=[listener], threads=1)


def end_with_parent():
    sys.stdin.read()
    os._exit(0)


def use_foreign_keys():
    """SQLite ignores foreign keys unless asked: rows of a deleted user would stay, and belong to the next one with its number."""
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    @event.listens_for(Engine, "connect")
    def pragmas(connection, _):
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.close()


def known_caches():
    """All that the service keeps in memory, in a list that grows as it makes more."""
    caches = []
    try:
        from dogpile.cache.backends.memory import MemoryBackend
    except ImportError:
        return caches
    make = MemoryBackend.__init__

    def made(self, arguments):
        make(self, arguments)
        caches.append(self._cache)

    MemoryBackend.__init__ = made
    return caches


def restorable(application, pristine, caches):
    """The service, with one request of our own: `POST /_restore` gives all databases the content that they had at the start."""

    def respond(environ, start_response):
        if environ["PATH_INFO"] != "/_restore":
            return application(environ, start_response)
        for name, content in pristine.items():
            target = sqlite3.connect(name)
            content.backup(target)
            target.close()
        for cache in caches:
            cache.clear()
        start_response("204 No Content", [])
        return [b""]

    return respond


def copied(source):
    target = sqlite3.connect(":memory:", check_same_thread=False)
    source.backup(target)
    source.close()
    return target


def identity(surroundings):
    if "endpoints" in surroundings:
        place_endpoints(surroundings["endpoints"])
    # Whatever loads Keystone, it takes the command line for its own.
    sys.argv = ["keystone"]
    from keystone.server.wsgi import initialize_public_application

    return initialize_public_application()


def compute(_):
    sys.argv = ["nova-api"]
    from nova.wsgi.osapi_compute import application

    return application


def volume(_):
    sys.argv = ["cinder-api", "--config-file", "cinder.conf"]
    from cinder.wsgi.api import application

    return application


def network(_):
    sys.argv = ["neutron-server", "--config-file", "neutron.conf"]
    from neutron.wsgi.api import application

    return application


def registration(_):
    sys.argv = ["adjutant"]
    from adjutant.wsgi import application

    return application


def place_endpoints(endpoints):
    """The catalogue was prepared with names in place of addresses. What isn't running now is no part of it."""
    database = sqlite3.connect("keystone.db")
    with database:
        for name, address in endpoints.items():
            database.execute("UPDATE endpoint SET url = replace(url, ?, ?)", (f"http://{name}.test", address))
        database.execute("DELETE FROM endpoint WHERE url LIKE 'http://%.test%'")
        database.execute("DELETE FROM service WHERE id NOT IN (SELECT service_id FROM endpoint)")
    database.close()


APPLICATIONS = {
    "identity": identity,
    "compute": compute,
    "volume": volume,
    "network": network,
    "registration": registration,
}

main(sys.argv[1])
