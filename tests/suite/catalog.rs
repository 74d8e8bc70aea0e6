//! The tables under `rules/catalog/`: well-formed, complete against their sources, and looked up as code spells things.

use ghl_lint::catalog::endpoint::{Api, Certainty, Endpoint};
use ghl_lint::catalog::endpoints::Endpoints;
use ghl_lint::catalog::legacy::Record;
use ghl_lint::catalog::level::Level;
use ghl_lint::catalog::likely::likely;
use ghl_lint::catalog::manifests::manifests;
use ghl_lint::catalog::method::Method;
use ghl_lint::catalog::n8n::When;
use ghl_lint::catalog::packages::Registry;
use ghl_lint::catalog::path::{Segment, parse_path};
use ghl_lint::catalog::platform::{Platform, platform};
use ghl_lint::catalog::scopes::{Access, Judgment, Scope};
use ghl_lint::catalog::sdk::SdkLanguage;
use ghl_lint::catalog::undocumented::Presence;
use ghl_lint::decoded::HOLE;
use std::collections::{BTreeMap, BTreeSet};

/// How many scopes, calls, methods and events the sources have: SOURCES.md.
#[test]
fn the_tables_are_as_complete_as_their_sources() {
    let Platform { scopes, endpoints, events, .. } = platform();
    let spellings = scopes.all().iter().flat_map(Scope::spellings).count();
    let slips = scopes.not_scopes().iter().filter(|not_scope| not_scope.reason.contains("a slip")).count();
    assert_eq!(spellings + slips, 166);
    let of = |api| endpoints.all().iter().filter(|endpoint| endpoint.is_in(api)).count();
    assert_eq!((of(Api::V2), of(Api::V3)), (576, 627));
    let mut shapes = BTreeSet::new();
    shapes.extend(endpoints.all().iter().map(|endpoint| (endpoint.method, shape(endpoint.path))));
    assert_eq!(shapes.len(), 663);
    let certain = |certainty, api| {
        endpoints.all().iter().filter(|endpoint| endpoint.is_in(api) && endpoint.certainty() == certainty).count()
    };
    assert_eq!(certain(Certainty::Documented, Api::V2), 502);
    assert_eq!(certain(Certainty::Inferred, Api::V2), 68);
    assert_eq!(certain(Certainty::None, Api::V2), 1);
    assert_eq!(certain(Certainty::Unknown, Api::V2), 5);
    assert_eq!(endpoints.first_words().count(), 43);
    assert_eq!(events.all().len(), 69);
    assert_eq!(events.all().iter().filter(|event| !event.documented.is_empty()).count(), 26);
}

#[test]
fn every_scope_of_an_endpoint_exists() {
    let Platform { scopes, endpoints, .. } = platform();
    for endpoint in endpoints.all() {
        for name in endpoint.candidates() {
            let scope = scopes.get(name).unwrap_or_else(|| panic!("{}: no scope {name}", endpoint.path));
            assert_eq!(scope.name, name, "{}: not its usual spelling", endpoint.path);
        }
        let named = matches!(endpoint.certainty(), Certainty::Documented | Certainty::Inferred);
        assert_eq!(endpoint.scopes.len(), usize::from(named), "{} {}", endpoint.method.name(), endpoint.path);
        assert!(!endpoint.apis.is_empty() && !endpoint.operation_id.is_empty(), "{}", endpoint.path);
    }
}

/// `write` does not include `readonly`: what reads needs a reading scope, what changes something a writing one. Two sources say
/// otherwise, and the table follows them.
#[test]
fn scopes_go_with_methods() {
    let is_read = |scope: &str| scope.ends_with(".readonly") || scope.ends_with(".read");
    let odd: Vec<String> = platform()
        .endpoints
        .all()
        .iter()
        .filter(|endpoint| endpoint.method != Method::Post)
        .filter(|endpoint| endpoint.scopes.iter().any(|scope| is_read(scope) == endpoint.is_write()))
        .map(name)
        .collect();
    assert_eq!(odd, ["GET /locations/{locationId}/permissions", "DELETE /locations/{locationId}/templates/{id}"]);
}

#[test]
fn no_two_endpoints_of_one_api_share_a_shape() {
    for api in [Api::V2, Api::V3] {
        let mut seen = BTreeMap::new();
        for endpoint in platform().endpoints.all().iter().filter(|endpoint| endpoint.is_in(api)) {
            let other = seen.insert((endpoint.method, shape(endpoint.path)), endpoint.path);
            assert_eq!(other, None, "{} {}", endpoint.method.name(), endpoint.path);
        }
    }
}

#[test]
fn every_move_leads_to_a_documented_call() {
    let Platform { legacy, endpoints, .. } = platform();
    let mut seen = BTreeSet::new();
    for a_move in legacy.all() {
        assert!(seen.insert((a_move.method, shape(a_move.path))), "{} {}: twice", a_move.method.name(), a_move.path);
        assert!(!a_move.path.ends_with('/'), "{}", a_move.path);
        match a_move.replacement {
            Some((method, path)) => {
                let endpoint = a_move.endpoint(endpoints).unwrap_or_else(|| panic!("no {} {path}", method.name()));
                assert!(endpoint.is_in(Api::V2) && !endpoint.deprecated, "{path}");
                assert_eq!(endpoint.scopes.len(), 1, "{path}");
            }
            None => assert!(!a_move.change.is_empty(), "{}: says not why nothing replaces it", a_move.path),
        }
    }
    let of = |record| legacy.all().iter().filter(|a_move| a_move.record == record).count();
    assert_eq!([of(Record::Documented), of(Record::Wrapper), of(Record::Observed)], [90, 1, 20]);
}

#[test]
fn every_deprecated_call_of_v2_says_what_replaces_it() {
    let Platform { deprecated, endpoints, .. } = platform();
    let is_deprecated = |endpoint: &&Endpoint| endpoint.deprecated && endpoint.is_in(Api::V2);
    let wanted: BTreeSet<String> = endpoints.all().iter().filter(is_deprecated).map(name).collect();
    let known: Vec<String> =
        deprecated.all().iter().map(|known| format!("{} {}", known.method.name(), known.path)).collect();
    assert_eq!(known.iter().cloned().collect::<BTreeSet<_>>(), wanted);
    assert_eq!(known.len(), 19);
    for known in deprecated.all() {
        match known.replacement {
            Some((method, path)) => {
                let endpoint = known.endpoint(endpoints).unwrap_or_else(|| panic!("no {} {path}", method.name()));
                assert!(endpoint.is_in(Api::V2) && !endpoint.deprecated, "{path}");
            }
            None => assert!(!known.change.is_empty(), "{}: says not why nothing replaces it", known.path),
        }
    }
    let dead = deprecated.all().iter().filter(|known| known.replacement.is_none()).map(|known| known.path);
    assert!(dead.clone().count() == 3 && dead.into_iter().all(|path| path.contains("/twitter/")));
}

#[test]
fn undocumented_addresses_are_in_no_specification() {
    let Platform { undocumented, endpoints, hosts, .. } = platform();
    let is_api = |name: &str| hosts.get(name).is_some_and(|host| host.api.is_some());
    for beginning in undocumented.all() {
        assert!(beginning.presence == Presence::Other || !is_api(beginning.host), "{}", beginning.host);
    }
    for endpoint in endpoints.all() {
        let segments = parse_path(endpoint.path);
        let found = undocumented.get("services.leadconnectorhq.com", &segments);
        // what is there for some methods alone is named for the others
        let is_known = found.is_none_or(|found| found.what == "a row of the page of scopes");
        assert!(is_known, "{}", endpoint.path);
    }
}

#[test]
fn the_likely_call_is_the_nearest() {
    for (method, path, expected) in [
        ("GET", "/v2/contacts/H", "Version GET /contacts/{contactId}"),
        ("GET", "/v1/contact/H", "Spelling GET /contacts/{contactId}"),
        ("POST", "/contact", "Spelling POST /contacts"),
        ("POST", "/contacts/tags/H", "Spelling POST /contacts/{contactId}/tags"),
        ("POST", "/contacts/H/tag", "Spelling POST /contacts/{contactId}/tags"),
        ("GET", "/locations/H/custom_fields", "Spelling GET /locations/{locationId}/customFields"),
        ("GET", "/opportunity/H", "Spelling GET /opportunities/{id}"),
        ("GET", "/calendars/event", "Spelling GET /calendars/events"),
        ("PATCH", "/contacts/H", "Method DELETE /contacts/{contactId}"),
        ("POST", "/frobnicate/all", ""),
        ("GET", "/contacts/H/H/H/H/H", ""),
        ("GET", "/v2", ""),
    ] {
        let path = path.replace('H', HOLE);
        let found = likely(&platform().endpoints, Method::parse(method), &parse_path(&path));
        let said = found.map(|found| format!("{:?} {}", found.slip, name(found.endpoints[0]))).unwrap_or_default();
        assert_eq!(said, expected, "{method} {path}");
    }
}

/// With the same scopes as the sources name them; only what they call by another name is listed here.
#[test]
fn calls_of_v1_are_known_as_code_spells_them() {
    for (method, path, expected) in [
        ("GET", "/v1/contacts/", "POST /contacts/search contacts.readonly"),
        ("GET", "contacts", "POST /contacts/search contacts.readonly"),
        ("GET", "/v1/contacts/H", "GET /contacts/{contactId} contacts.readonly"),
        ("GET", "/v1/contacts/lookup?email=x", "GET /contacts/search/duplicate contacts.readonly"),
        (
            "DELETE",
            "/v1/contacts/H/campaigns/remove-all",
            "DELETE /contacts/{contactId}/campaigns/removeAll contacts.write",
        ),
        ("PUT", "/v1/pipelines/H/opportunities/H/status", "PUT /opportunities/{id}/status opportunities.write"),
        ("GET", "/v1/tags/", "GET /locations/{locationId}/tags locations/tags.readonly"),
        ("POST", "/v1/forms/", "nothing"),
        ("POST", "/v1/frobnicate", ""),
    ] {
        let path = path.replace('H', HOLE);
        let moves = platform().legacy.matching(Method::parse(method), &parse_path(&path));
        let named = |endpoint: &Endpoint| format!("{} {}", name(endpoint), endpoint.scopes.join(" "));
        let found: Vec<String> = moves
            .iter()
            .map(|a_move| a_move.endpoint(&platform().endpoints).map_or_else(|| "nothing".to_owned(), named))
            .collect();
        assert_eq!(found.join(", "), expected, "{method} {path}");
    }
}

#[test]
fn packages_are_well_formed() {
    let Platform { packages, sdk, .. } = platform();
    for package in packages.all() {
        let found = packages.get(package.registry, package.name).expect("itself");
        assert!(std::ptr::eq(found, package), "{}: twice", package.name);
        assert_eq!(package.is_legacy(), !package.instead.is_empty(), "{}", package.name);
        if package.is_legacy() {
            let instead = packages.get(package.registry, package.instead);
            assert!(instead.is_some_and(|instead| instead.is_official), "{}", package.name);
        }
    }
    for package in sdk.packages() {
        let registry = Registry::parse(package.registry).expect("a registry");
        let found = packages.get(registry, package.name).unwrap_or_else(|| panic!("no {}", package.name));
        assert_eq!(found.apis, package.apis, "{}", package.name);
    }
    for manifest in manifests().all() {
        assert_eq!(manifest.pattern(packages).captures_len(), 2);
    }
    let spelled = packages.get(Registry::PyPi, "GoHighLevel_API.Client").map(|package| package.name);
    assert_eq!(spelled, Some("gohighlevel-api-client"));
}

#[test]
fn scopes_are_consistent() {
    let scopes = &platform().scopes;
    let mut names = BTreeSet::new();
    for scope in scopes.all() {
        assert!((1..=5).contains(&scope.reach) && !scope.reason.is_empty(), "{}", scope.name);
        assert!(!scope.is_write() || scope.reach != 5, "{}", scope.name);
        for name in scope.spellings() {
            assert!(names.insert(name), "{name}: twice");
            assert!(matches!(scopes.judge(name), Judgment::Known(found) if found.name == scope.name), "{name}");
        }
        let reads = scope.name.ends_with(".readonly") || scope.name.ends_with(".read");
        assert_eq!(scope.access == Access::Read, reads, "{}", scope.name);
    }
    let unrequestable: Vec<&str> =
        scopes.all().iter().filter(|scope| !scope.is_requestable).map(|scope| scope.name).collect();
    assert_eq!(unrequestable, ["locations.internal-access-only"]);
    assert!(scopes.get("Contacts.readonly").is_none());
    assert_eq!(
        scopes.get("documents_contracts_templates/sendlink.write").map(|scope| scope.name),
        Some("documents_contracts_template/sendLink.write")
    );
    assert_eq!(scopes.get("snapshots.write").map(|scope| scope.level), Some(Level::Company));
    assert_eq!(scopes.get("users.write").map(|scope| scope.reach), Some(1));
}

#[test]
fn names_that_are_no_scopes_lead_to_scopes() {
    let scopes = &platform().scopes;
    for not_scope in scopes.not_scopes() {
        assert!(scopes.get(not_scope.name).is_none(), "{}", not_scope.name);
        assert!(!not_scope.reason.is_empty(), "{}", not_scope.name);
        for name in &not_scope.instead {
            assert!(scopes.get(name).is_some_and(|scope| scope.name == *name), "{}: {name}", not_scope.name);
        }
    }
    for (name, expected) in [
        ("contacts.read", "contacts.readonly"),
        ("locations.read", "locations.readonly"),
        ("pipelines.readonly", "opportunities.readonly"),
        ("custom-fields.write", "locations/customFields.write"),
        ("calendars.readwrite", "calendars.readonly calendars.write"),
        ("campaign.readonly", "campaigns.readonly"),
        ("knowledgebase.read", "knowledge-bases.readonly"),
        ("phonenumbers.readonly", "phonenumbers.read"),
        ("blogs/posts.write", "blogs/post.write"),
        ("conversations/messages.write", "conversations/message.write"),
        ("locations/write", "locations.write"),
        ("webhooks.readonly", ""),
        ("workflows.write", ""),
    ] {
        let Judgment::NotAScope { instead, .. } = scopes.judge(name) else {
            panic!("{name}: {:?}", scopes.judge(name))
        };
        assert_eq!(instead.iter().map(|scope| scope.name).collect::<Vec<_>>().join(" "), expected, "{name}");
    }
}

#[test]
fn unlisted_names_are_plausible_or_malformed() {
    let scopes = &platform().scopes;
    for name in ["campaigns.write", "certificates.readonly", "emails/domains.write", "loyalty.read"] {
        assert!(matches!(scopes.judge(name), Judgment::Plausible), "{name}: {:?}", scopes.judge(name));
    }
    for name in ["contacts", "contacts.delete", "contact readonly", "a/b/c.write", "", "*"] {
        assert!(matches!(scopes.judge(name), Judgment::Malformed), "{name}: {:?}", scopes.judge(name));
    }
    for (name, expected) in [
        ("contacts.readonyl", Some("contacts.readonly")),
        ("contcats.write", Some("contacts.write")),
        ("contacts.readwrite", Some("contacts.readonly")),
        ("webhooks.write", None),
        ("frobnicate.readonly", None),
        ("x", None),
    ] {
        assert_eq!(scopes.nearest(name).map(|scope| scope.name), expected, "{name}");
    }
}

#[test]
fn every_scope_of_an_event_exists() {
    let Platform { scopes, events, .. } = platform();
    for event in events.all() {
        assert!(
            event.candidates().all(|name| scopes.get(name).is_some_and(|scope| scope.name == name)),
            "{}",
            event.name
        );
        assert!(event.documented.iter().all(|name| !event.assumed.contains(name)), "{}", event.name);
    }
    let event = events.get("ContactTagUpdate").expect("an event");
    assert_eq!(event.documented, ["contacts.readonly"]);
    let event = events.get("AppointmentCreate").expect("an event");
    assert_eq!((event.documented.len(), event.assumed.as_slice()), (0, ["calendars/events.readonly"].as_slice()));
    assert!(events.get("contacttagupdate").is_none());
}

#[test]
fn paths_mean_endpoints() {
    for (method, path, expected) in [
        // the longest literal wins
        ("POST", "/contacts/search", "POST /contacts/search"),
        ("", "/contacts/search", "POST /contacts/search"),
        ("GET", "/opportunities/pipelines", "GET /opportunities/pipelines"),
        ("GET", "/opportunities/0bVDgv7uyLUR3v3sdKrs", "GET /opportunities/{id}"),
        // a method that the literal does not have is the parameter's
        ("GET", "/contacts/search", "GET /contacts/{contactId}"),
        // slashes, query, fragment
        ("POST", "/contacts/", "POST /contacts"),
        ("post", "contacts", "POST /contacts"),
        ("GET", "//contacts//H/tasks/?limit=1#x", "GET /contacts/{contactId}/tasks"),
        ("GET", "/calendars/events?locationId=H", "GET /calendars/events"),
        // holes
        ("GET", "/contacts/H", "GET /contacts/{contactId}"),
        ("POST", "/contacts/H", "POST /contacts/search, POST /contacts/upsert"),
        ("", "/contacts/H", "DELETE /contacts/{contactId}, GET /contacts/{contactId}, PUT /contacts/{contactId}"),
        ("GET", "/calendars/H/free-slots", "GET /calendars/{calendarId}/free-slots"),
        ("POST", "/contacts/H/campaigns/H", "POST /contacts/{contactId}/campaigns/{campaignId}"),
        ("DELETE", "/contacts/H/campaigns/removeAll", "DELETE /contacts/{contactId}/campaigns/removeAll"),
        ("DELETE", "/contacts/H/campaigns/remove-all", "DELETE /contacts/{contactId}/campaigns/remove-all"),
        ("GET", "/locations/:id/customFields", "GET /locations/{locationId}/customFields"),
        // glued holes
        ("GET", "/opportunities/searchH", "GET /opportunities/search"),
        ("POST", "/contactsH", "POST /contacts"),
        ("GET", "/contacts/idH", "GET /contacts/{contactId}"),
        ("GET", "/calendars/events/apH/H", "GET /calendars/events/appointments/{eventId}"),
        // further segments
        ("PATCH", "/funnels/*", "PATCH /funnels/lookup/redirect/{id}"),
        ("", "/workflows/*", "GET /workflows"),
        // nothing
        ("GET", "/frobnicate", ""),
        ("PATCH", "/contacts/H", ""),
        ("GET", "/contacts/H/frobnicate", ""),
        ("GET", "", ""),
    ] {
        let text = path.replace('H', HOLE);
        assert_eq!(
            names(&platform().endpoints.matching(Method::parse(method), &segments(&text))),
            expected,
            "{method} {path}"
        );
    }
    assert_eq!(Method::parse("HEAD"), None);
}

#[test]
fn what_cannot_be_known_counts_as_all_that_it_could_be() {
    let endpoints = &platform().endpoints;
    let possible = |path: &str| endpoints.possible(Some(Method::Get), &segments(&path.replace('H', HOLE)));
    let of_calendars = possible("/calendars/H/H");
    assert!(names(&of_calendars).contains("GET /calendars/{calendarId}/free-slots"));
    assert!(names(&of_calendars).contains("GET /calendars/resources/{resourceType}"));
    let below = endpoints.matching(None, &segments("/contacts/*"));
    let all: Vec<&Endpoint> =
        endpoints.all().iter().filter(|endpoint| endpoint.path.starts_with("/contacts")).collect();
    assert_eq!(below.len(), all.len());
    assert!(endpoints.is_path_word("contacts") && !endpoints.is_path_word("contact"));
}

#[test]
fn v3_is_asked_for_by_name() {
    let endpoints = &platform().endpoints;
    let path = parse_path("/conversations/messages/review-reply");
    let deprecated = |api| {
        let found = endpoints.matching_in(api, Some(Method::Post), &path);
        assert_eq!(found.len(), 1);
        found[0].deprecated
    };
    assert_eq!((deprecated(None), deprecated(Some(Api::V2)), deprecated(Some(Api::V3))), (false, false, true));
    let oauth = parse_path("/oauth/location-token");
    assert_eq!(endpoints.matching_in(Some(Api::V2), None, &oauth).len(), 0);
    assert_eq!(names(&endpoints.matching(None, &oauth)), "POST /oauth/location-token");
}

/// Its own path, each parameter a hole or a made-up id, means the endpoint itself.
#[test]
fn every_endpoint_is_found_by_its_own_path() {
    let endpoints = &platform().endpoints;
    for endpoint in endpoints.all() {
        for id in [HOLE, "0bVDgv7uyLUR3v3sdKrs", "{id}"] {
            let path: Vec<&str> =
                endpoint.path.split('/').map(|part| if part.starts_with('{') { id } else { part }).collect();
            for text in
                [path.join("/"), path.join("/") + "/", path.join("/") + "?limit=1", path.join("/")[1..].to_owned()]
            {
                let path = parse_path(&text);
                for api in &endpoint.apis {
                    let found = endpoints.matching_in(Some(*api), Some(endpoint.method), &path);
                    assert_eq!(names(&found), name(endpoint), "{text}");
                }
                let found = endpoints.possible(None, &path);
                let same =
                    |found: &&Endpoint| found.method == endpoint.method && shape(found.path) == shape(endpoint.path);
                assert!(found.iter().any(same), "{text}");
            }
        }
    }
}

#[test]
fn some_calls_are_special() {
    let endpoints = &platform().endpoints;
    let one = |method, path| endpoints.documented(method, path).expect("an endpoint");
    let token = one(Method::Post, "/oauth/token");
    assert_eq!((token.certainty(), token.scopes.len(), token.level()), (Certainty::None, 0, Level::Unknown));
    assert!(one(Method::Post, "/oauth/locationToken").is_oauth_only());
    assert!(!one(Method::Get, "/contacts/{contactId}").is_oauth_only());
    assert!(!one(Method::Post, "/contacts/search").is_write());
    let disputed = one(Method::Delete, "/locations/{locationId}");
    assert_eq!(
        (disputed.scopes.as_slice(), disputed.also.as_slice()),
        (["locations.internal-access-only"].as_slice(), ["locations.write"].as_slice())
    );
    assert_eq!(one(Method::Get, "/snapshots").level(), Level::Company);
}

#[test]
fn sdk_methods_are_endpoints() {
    use SdkLanguage::{Php, Python, TypeScript};
    let platform = platform();
    for (language, service, method, expected) in [
        (TypeScript, "contacts", "getContact", "GET /contacts/{contactId}"),
        (Php, "contacts", "getContact", "GET /contacts/{contactId}"),
        (Python, "contacts", "get_contact", "GET /contacts/{contactId}"),
        // a name can mislead
        (TypeScript, "contacts", "createAssociation", "POST /contacts/bulk/tags/update/{type}"),
        (TypeScript, "associations", "createAssociation", "POST /associations"),
        (TypeScript, "locations", "gETAllOrEmailSmsTemplates", "GET /locations/{locationId}/templates"),
        (Python, "locations", "g_e_t_all_or_email_sms_templates", "GET /locations/{locationId}/templates"),
        (Python, "associations", "get_association_by_i_d", "GET /associations/{associationId}"),
        (Python, "ad_publishing", "fb_get_ad_accounts", "GET /ad-publishing/facebook/ad-accounts"),
        (TypeScript, "adManager", "fbGetAdAccounts", "GET /ad-publishing/facebook/ad-accounts"),
        // the other generation's names
        (TypeScript, "adPublishing", "fbGetAdAccounts", "GET /ad-publishing/facebook/ad-accounts"),
        (Python, "social_media_posting", "get_posts", "POST /social-media-posting/{locationId}/posts/list"),
        (TypeScript, "contacts", "frobnicate", ""),
        (TypeScript, "contacts", "get_contact", ""),
        (TypeScript, "frobnicators", "getContact", ""),
    ] {
        assert_eq!(names(&platform.sdk_method(language, service, method)), expected, "{service}.{method}");
    }
    assert!(platform.sdk.is_service(Python, "voice_ai") && platform.sdk.is_service(TypeScript, "voiceAi"));
    assert!(!platform.sdk.is_service(TypeScript, "voice_ai") && !platform.sdk.is_service(TypeScript, "fs"));
    for package in platform.sdk.packages() {
        assert!(!package.is_official || !package.imports.is_empty() && !package.classes.is_empty(), "{}", package.name);
    }
}

/// By the rule that SOURCES.md gives, each operation is one method: 576 of the SDKs with v2's names, 627 with v3's.
#[test]
fn every_operation_is_one_sdk_method() {
    let platform = platform();
    for endpoint in platform.endpoints.all() {
        for (api, language) in [(Api::V2, SdkLanguage::TypeScript), (Api::V3, SdkLanguage::Python)] {
            if !endpoint.is_in(api) {
                continue;
            }
            let service = platform.products.name_in(api, endpoint.product);
            let (service, method) = match language {
                SdkLanguage::Python => (service.replace('-', "_"), snake(endpoint.operation_id)),
                _ => (camel(service), camel(endpoint.operation_id)),
            };
            let found = platform.sdk_method(language, &service, &method);
            assert_eq!(names(&found), name(endpoint), "{service}.{method}");
        }
    }
}

/// The tools that the help page and the documentation's site list, in both spellings of the app.
#[test]
fn mcp_tools_are_endpoints() {
    for (tool, expected) in [
        ("contacts_get-contact", Some("GET /contacts/{contactId}")),
        ("contacts_get-all-tasks", Some("GET /contacts/{contactId}/tasks")),
        ("contacts_add-tags", Some("POST /contacts/{contactId}/tags")),
        ("calendars_get-calendar-events", Some("GET /calendars/events")),
        ("conversations_send-a-new-message", Some("POST /conversations/messages")),
        ("opportunities_search-opportunity", Some("GET /opportunities/search")),
        ("payments_list-transactions", Some("GET /payments/transactions")),
        ("social-media-posting_get-post", Some("GET /social-media-posting/{locationId}/posts/{id}")),
        ("socialmediaposting_get-post", Some("GET /social-media-posting/{locationId}/posts/{id}")),
        ("emails_create-template", Some("POST /emails/builder")),
        ("contacts_frobnicate", None),
        ("frobnicators_get-contact", None),
        ("contacts", None),
    ] {
        assert_eq!(platform().mcp_tool(tool).map(name).as_deref(), expected, "{tool}");
    }
}

#[test]
fn calls_of_the_n8n_node_are_endpoints() {
    let Platform { n8n, endpoints, scopes, .. } = platform();
    for call in n8n.calls() {
        let endpoint = endpoints.documented(call.method, call.path);
        assert!(endpoint.is_some_and(|endpoint| endpoint.is_in(Api::V2)), "{} {}", call.resource, call.path);
        let always = n8n
            .operation(endpoints, call.resource, call.operation)
            .into_iter()
            .filter(|(_, when)| *when == When::Always)
            .count();
        assert_eq!(always, 1, "{} {}", call.resource, call.operation);
    }
    assert_eq!(n8n.operation(endpoints, "contact", "frobnicate").len(), 0);
    for credential in n8n.credentials() {
        assert!(credential.scopes.iter().all(|name| scopes.get(name).is_some()), "{}", credential.name);
    }
    assert!(
        n8n.credential("highLevelOAuth2Api").is_some_and(|credential| credential.scopes.contains(&"locations.write"))
    );
}

fn segments(text: &str) -> Vec<Segment<'_>> {
    match text.strip_suffix("/*") {
        Some(head) => parse_path(head).into_iter().chain([Segment::Rest]).collect(),
        None => parse_path(text),
    }
}

fn name(endpoint: &Endpoint) -> String {
    format!("{} {}", endpoint.method.name(), endpoint.path)
}

fn names(endpoints: &[&Endpoint]) -> String {
    endpoints.iter().map(|endpoint| name(endpoint)).collect::<Vec<_>>().join(", ")
}

fn shape(path: &str) -> String {
    path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part }).collect::<Vec<_>>().join("/")
}

fn camel(text: &str) -> String {
    let mut out = String::new();
    for (index, word) in text.split(['-', '_', ' ', '.']).filter(|word| !word.is_empty()).enumerate() {
        let (first, rest) = word.split_at(1);
        out += &if index == 0 { first.to_lowercase() } else { first.to_uppercase() };
        out += rest;
    }
    out
}

fn snake(text: &str) -> String {
    let mut out = String::new();
    for c in camel(text).chars() {
        if c.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// The first words are what the prefilter looks for.
#[test]
fn first_words_are_words() {
    let words: Vec<&str> = Endpoints::first_words(&platform().endpoints).collect();
    assert!(words.is_sorted());
    assert!(words.iter().all(|word| 4 <= word.len() && word.chars().all(|c| c.is_ascii_lowercase() || c == '-')));
}

#[test]
fn hosts_are_known_by_name() {
    let hosts = &platform().hosts;
    let api = |name| hosts.get(name).map(|host| host.api);
    assert_eq!(api("services.leadconnectorhq.com"), Some(Some(Api::V2)));
    assert_eq!(api("REST.gohighlevel.com"), Some(Some(Api::V1)));
    assert_eq!(api("app.gohighlevel.com"), Some(None));
    assert_eq!(api("services.leadconnectorhq.com.example.org"), None);
    assert!(hosts.all().iter().all(|host| host.name.contains('.') && !host.purpose.is_empty()));
}
