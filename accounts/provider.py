"""Sign-in with the school's own Microsoft or Google account, by OpenID Connect (R: G2; OpenID Connect Core 1.0).

Off until the school sets it up with two people. The issuer, and the tenant within it, are pinned. A person is matched
by the subject of their signed ID token, never by an email address, after they have connected it to their account here.
It counts as a second factor only where the signed token says so, and says when.
"""

import re
import secrets
import time
from typing import Any
from urllib.parse import urlsplit

import jwt
from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from requests import RequestException

from accounts import events, step_up
from accounts.events import Event
from accounts.models import IdentityProvider, User
from core.compiled_queries import Prepared

ALGORITHMS = ["RS256", "ES256"]
"""Never `none`, and none whose key would be the client's secret."""
LEEWAY_SECONDS = 60
OLDEST_TOKEN_SECONDS = 600
NEEDED = ["iss", "aud", "sub", "exp", "iat", "nonce"]
TENANT_CLAIM = {IdentityProvider.Kind.MICROSOFT: "tid", IdentityProvider.Kind.GOOGLE: "hd"}
SUBJECT = re.compile(rf"[\x20-\x7e]{{1,{SocialAccount._meta.get_field('uid').max_length}}}")
KEPT_SECONDS = 300
"""For how long what a provider says of itself is not asked for again."""
WRONGLY = (OAuth2Error, RequestException, ValueError, TypeError, KeyError, AttributeError, OverflowError)
"""What comes of a provider that cannot be reached, or answers otherwise than it should."""
NONCE = "provider_nonce"
ID = "school_openid"


def current() -> IdentityProvider | None:
    """The provider that is in use."""
    return _IN_USE.first()


_IN_USE = Prepared(lambda **_: IdentityProvider.objects.in_use().order_by("pk"))


def safe(address: str) -> bool:
    """Whether a provider may be reached there: by TLS, or, in the demo, on this machine. Raises ValueError where it is
    no address."""
    parts = urlsplit(address)
    if parts.port == 0 or not parts.hostname:
        return False
    return parts.scheme == "https" or (settings.DEMO and parts.scheme == "http" and parts.hostname == "127.0.0.1")


_kept: dict[tuple[str, str], tuple[float, dict[str, Any]]] = {}


def forget() -> None:
    """Fetch the provider's own description again."""
    _kept.clear()


class Discovery(OpenIDConnectOAuth2Adapter):
    """What the provider says of itself, and the ID tokens that it signs: none is believed before it is checked."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """The provider's configuration, kept for some minutes. Raises OAuth2Error where it is not the pinned issuer's,
        or not in its form, and one of WRONGLY where it does not come."""
        pinned = self.pinned
        key = (str(pinned.public_id), pinned.issuer)
        at, config = _kept.get(key, (0.0, {}))
        if config and time.monotonic() - at < KEPT_SECONDS:
            return config
        config = super().openid_config
        addresses = [config.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
        methods = config.get("token_endpoint_auth_methods_supported", [])
        if (
            config.get("issuer") != pinned.issuer
            or not all(isinstance(address, str) and safe(address) for address in addresses)
            or not isinstance(methods, list)
        ):
            raise OAuth2Error("another issuer, or a form that is not right")
        _kept.clear()
        _kept[key] = (time.monotonic(), config)
        return config

    @cached_property
    def pinned(self) -> IdentityProvider:
        provider = IdentityProvider.objects.in_use().filter(public_id=self.provider_id).first()
        if provider is None:
            raise SocialApp.DoesNotExist
        return provider

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """The school's own address, whatever the Host header says."""
        return callback_address()

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> SocialLogin:
        """Who signed in there, from the signed token alone. Raises OAuth2Error."""
        nonce = request.session.pop(NONCE, "")
        claims = self.checked(str(kwargs["response"].get("id_token", "")), nonce)
        login: SocialLogin = self.get_provider().sociallogin_from_response(request, {"sub": claims["sub"]})
        request.provider_claims = claims  # type: ignore[attr-defined]
        return login

    def checked(self, token: str, nonce: str) -> dict[str, Any]:
        """The claims of an ID token, once its signature, issuer, audience, times, nonce and tenant are right. Raises
        OAuth2Error (OpenID Connect Core 1.0, section 3.1.3.7). allauth does not check the signature of a token that it
        fetched itself."""
        pinned = self.pinned
        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") not in ALGORITHMS:
                raise OAuth2Error("an algorithm that is not accepted")
            keys = jwt.PyJWKSet.from_dict(self._keys())
            claims: dict[str, Any] = jwt.decode(
                token,
                keys[header.get("kid", "")].key,
                algorithms=ALGORITHMS,
                audience=pinned.client_id,
                issuer=pinned.issuer,
                leeway=LEEWAY_SECONDS,
                options={"require": NEEDED},
            )
        except (jwt.PyJWTError, KeyError, ValueError, TypeError) as error:
            raise OAuth2Error("an ID token that is not right") from error
        audience = claims["aud"]
        tenant = TENANT_CLAIM.get(IdentityProvider.Kind(pinned.kind))
        wrong = (
            not nonce
            or not secrets.compare_digest(str(claims["nonce"]), nonce)
            or time.time() - claims["iat"] > OLDEST_TOKEN_SECONDS
            or not (isinstance(claims["sub"], str) and SUBJECT.fullmatch(claims["sub"]))
            or (isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != pinned.client_id)
            or ((tenant or pinned.tenant) and claims.get(tenant or "") != pinned.tenant)
        )
        if wrong:
            raise OAuth2Error("an ID token that is not right")
        return claims

    def _keys(self) -> dict[str, Any]:
        with ProviderAdapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
            keys = answer.json()
        return keys if isinstance(keys, dict) else {}


class SchoolProvider(OpenIDConnectProvider):
    """The school's provider. Of what it knows of a person, only the subject is taken."""

    id = ID
    name = "OpenID Connect"
    oauth2_adapter_class = Discovery
    pkce_enabled_default = True

    def get_default_scope(self) -> list[str]:
        return ["openid"]

    def get_login_url(self, request: HttpRequest, **kwargs: Any) -> str:
        return reverse("accounts:provider_begin")

    def get_callback_url(self) -> str:
        return reverse("accounts:provider_callback")

    def extract_uid(self, data: dict[str, Any]) -> str:
        return str(data["sub"])

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        return []


provider_classes = [SchoolProvider]
"""Where allauth looks for the providers of an app."""


class ProviderAdapter(DefaultSocialAccountAdapter):
    """How allauth behaves with the school's provider: nobody gets an account by it."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        """The provider in use, as allauth knows one. Never from its own table, which keeps secrets in clear."""
        pinned = current()
        if pinned is None or (provider and provider not in (str(pinned.public_id), ID)):
            return []
        app = SocialApp(
            provider=ID,
            provider_id=str(pinned.public_id),
            name=pinned.get_kind_display(),
            client_id=pinned.client_id,
            secret=pinned.open_secret(),
            settings={"server_url": pinned.issuer},
        )
        return [app]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Who is nobody here is told what to do; connecting takes a fresh second factor."""
        if sociallogin.state.get("process") == "connect":
            if not request.user.is_authenticated or not step_up.fresh(request):
                raise ImmediateHttpResponse(redirect("mfa_index"))
            return
        if not sociallogin.is_existing:
            events.record(Event.PROVIDER_WRONG, None)
            raise ImmediateHttpResponse(refused(request, "not_connected"))
        if not step_up.second_factors().filter(user=sociallogin.user).exists():
            events.record(Event.PROVIDER_WRONG, sociallogin.user)
            raise ImmediateHttpResponse(refused(request, "no_factor"))
        self._count_second_factor(request, sociallogin)

    def _count_second_factor(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Only what the signed token says counts: that there was a second factor (RFC 8176: `mfa`), and when."""
        claims: dict[str, Any] = getattr(request, "provider_claims", {})
        now = time.time()
        methods, at = claims.get("amr"), claims.get("auth_time")
        if (
            isinstance(methods, list)
            and "mfa" in methods
            and isinstance(at, int)
            and -LEEWAY_SECONDS < now - at < step_up.LATELY
        ):
            record_authentication(request, sociallogin.user, "mfa", type=step_up.PROVIDER)
            step_up.stamp(request, sociallogin.user, ago=max(0, now - at))

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        events.record(Event.PROVIDER_WRONG, None)
        raise ImmediateHttpResponse(refused(request, "failed"))

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: SocialAccount) -> str:
        return reverse("mfa_index")

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """accounts/events.py tells people; its mails hold no personal data."""

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """Never: anyone who can choose an address at the provider could choose an account here."""
        return False


class SecondFactorStage(AuthenticateStage):
    """The code at sign-in, left out where the provider's signed token says that it has asked for one just now."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return super()._should_handle(request) and not step_up.shown_to_provider(request, self.login.user)


def callback_address() -> str:
    """Where the provider sends people back to: the same for each one, so that it can be registered there first."""
    return settings.PUBLIC_ADDRESS + reverse("accounts:provider_callback")


def refused(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "accounts/provider_refused.html", {"why": why, "provider": current()}, status=403)


def connection_of(user: User) -> SocialAccount | None:
    """The subject that a person has connected at the provider in use."""
    pinned = current()
    return SocialAccount.objects.filter(user=user, provider=str(pinned.public_id)).first() if pinned else None


def connected(sociallogin: SocialLogin, **kwargs: Any) -> None:
    """A person has connected their account at the provider."""
    events.record(Event.PROVIDER_CONNECTED, sociallogin.user, by=sociallogin.user)


def disconnect(user: User) -> None:
    """Take the connection away. A password and a second factor stay: they were there before it."""
    if connection := connection_of(user):
        connection.delete()
        events.record(Event.PROVIDER_DISCONNECTED, user)
