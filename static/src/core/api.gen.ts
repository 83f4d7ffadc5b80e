// Made from the server's OpenAPI document by "make generate"; do not edit. Document ca27d4c7cef131127aa132e893c6da03, types ea5b4535b6bda543ecf55a3f75800bdd.
export interface paths {
    "/attempts/{id}/hang-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the call; the leader stays on the line */
        post: operations["post-attempts-id-hang-up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/attempts/{id}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The contact log of a call */
        get: operations["get-attempts-id-log"];
        /** Write or correct the contact log of a call */
        put: operations["put-attempts-id-log"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what */
        get: operations["get-audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a caller link leads to, and who came from this browser */
        get: operations["get-c-token"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{token}/alerts/{alert}/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Who came from this browser has seen an alert bar: counted once a person */
        post: operations["post-c-token-alerts-alert-seen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{token}/back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Back into the queue; or not leaving after all */
        post: operations["post-c-token-back"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{token}/beep": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Whether the caller hears a beep when somebody is there */
        put: operations["put-c-token-beep"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{token}/break": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A break, at once or after the present talk */
        post: operations["post-c-token-break"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{token}/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop, at once or after the present talk; what rings already may still be theirs */
        post: operations["post-c-token-finish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{token}/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Come in as a caller: sets the page's cookie */
        post: operations["post-c-token-join"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{token}/number": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The caller's own phone number */
        post: operations["post-c-token-number"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{token}/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** This page is open: of several the last one wins */
        post: operations["post-c-token-open"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{token}/phone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Check and normalise a number, before coming in */
        post: operations["post-c-token-phone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{token}/ring": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ring the caller's phone; pressed twice it rings once */
        post: operations["post-c-token-ring"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{token}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How things are with the caller of this browser: phone, talk, script, answers; subscribe to caller/{id} from its seq */
        get: operations["get-c-token-state"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{token}/turns/{turn}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of the caller's last five talks, for five minutes: with the script that it keeps and its answers */
        get: operations["get-c-token-turns-turn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{token}/turns/{turn}/answers/{question}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** An answer as it is given; one that was given before gets a new version. Also of the last five talks, for five minutes */
        put: operations["put-c-token-turns-turn-answers-question"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{token}/turns/{turn}/extend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** More time for the answers */
        post: operations["post-c-token-turns-turn-extend"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{token}/turns/{turn}/hang-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the line of that turn's contact; the answers wait to be saved */
        post: operations["post-c-token-turns-turn-hang-up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/c/{token}/turns/{turn}/save": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The talk is done: back into the queue, or as was wished */
        post: operations["post-c-token-turns-turn-save"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/call-backs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who asked to be called again, and when; the earliest first */
        get: operations["get-call-backs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The organisation's campaigns, newest first; subscribe to campaigns/{organisation} */
        get: operations["get-campaigns"];
        put?: never;
        /** Begin a campaign, with the template of a script */
        post: operations["post-campaigns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A campaign with what is missing and its status; subscribe to campaign/{id} from its seq */
        get: operations["get-campaigns-id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Save steps of the wizard; refused only when one of them was saved since that version */
        patch: operations["patch-campaigns-id"];
        trace?: never;
    };
    "/campaigns/{id}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The last hour minute by minute, and the counts by zone set */
        get: operations["get-campaigns-id-activity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The alert bars alone, newest first */
        get: operations["get-campaigns-id-alerts"];
        put?: never;
        /** Show an alert bar on callers' and clickers' pages */
        post: operations["post-campaigns-id-alerts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/alerts/{alert}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take an alert bar off every page */
        delete: operations["delete-campaigns-id-alerts-alert"];
        options?: never;
        head?: never;
        /** Change an alert bar; refused when somebody else did since that version */
        patch: operations["patch-campaigns-id-alerts-alert"];
        trace?: never;
    };
    "/campaigns/{id}/caller-ids": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The organisation's numbers at the carrier, to choose caller IDs from */
        get: operations["get-campaigns-id-caller-ids"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/callers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who calls, and where each is; newer ones come on campaign/{id} */
        get: operations["get-campaigns-id-callers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a CSV file of contacts: the body is the file, ?name= its name. It is scanned in the background */
        post: operations["post-campaigns-id-contacts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/contacts/from-list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the people of a call list as they are now: a load like a file's, with its columns known */
        post: operations["post-campaigns-id-contacts-from-list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/contacts/{load}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a file away that was not loaded */
        delete: operations["delete-campaigns-id-contacts-load"];
        options?: never;
        head?: never;
        /** Say what a file's columns are; it is scanned again */
        patch: operations["patch-campaigns-id-contacts-load"];
        trace?: never;
    };
    "/campaigns/{id}/contacts/{load}/rejects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rows that cannot be used, with their reasons */
        get: operations["get-campaigns-id-contacts-load-rejects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/contacts/{load}/rejects.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same as a file for a spreadsheet */
        get: operations["get-campaigns-id-contacts-load-rejects-csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/do-not-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The campaign's contacts that stand on the Do Not Call list */
        get: operations["get-campaigns-id-do-not-call"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/duplicate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new campaign with the same steps, without contacts */
        post: operations["post-campaigns-id-duplicate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End it for good */
        post: operations["post-campaigns-id-end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/end-cards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The end cards alone */
        get: operations["get-campaigns-id-end-cards"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/end-cards/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** What callers see while a campaign is paused, complete or outside of its hours */
        put: operations["put-campaigns-id-end-cards-kind"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/export/answers.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The campaign's answers as a file for a spreadsheet */
        get: operations["get-campaigns-id-export-answers-csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/export/answers.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The campaign's answers as a JSON array */
        get: operations["get-campaigns-id-export-answers-json"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/export/approvals.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The campaign's approvals as a file for a spreadsheet */
        get: operations["get-campaigns-id-export-approvals-csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/export/approvals.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The campaign's approvals as a JSON array */
        get: operations["get-campaigns-id-export-approvals-json"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/export/attempts.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The campaign's attempts as a file for a spreadsheet */
        get: operations["get-campaigns-id-export-attempts-csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/export/attempts.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The campaign's attempts as a JSON array */
        get: operations["get-campaigns-id-export-attempts-json"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/export/callers.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The campaign's callers as a file for a spreadsheet */
        get: operations["get-campaigns-id-export-callers-csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/export/callers.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The campaign's callers as a JSON array */
        get: operations["get-campaigns-id-export-callers-json"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/export/contacts.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The campaign's contacts as a file for a spreadsheet */
        get: operations["get-campaigns-id-export-contacts-csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/export/contacts.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The campaign's contacts as a JSON array */
        get: operations["get-campaigns-id-export-contacts-json"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/export/drops.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The campaign's drops as a file for a spreadsheet */
        get: operations["get-campaigns-id-export-drops-csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/export/drops.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The campaign's drops as a JSON array */
        get: operations["get-campaigns-id-export-drops-json"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The files to take away, each with its rows, and what is prepared of them; subscribe to campaign/{id} from its seq */
        get: operations["get-campaigns-id-exports"];
        put?: never;
        /** Have a file prepared that is too long to wait for; it can be fetched for a day */
        post: operations["post-campaigns-id-exports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/exports/{export}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A prepared file, and how far it is */
        get: operations["get-campaigns-id-exports-export"];
        put?: never;
        post?: never;
        /** Stop preparing a file, or take away what was prepared */
        delete: operations["delete-campaigns-id-exports-export"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/exports/{export}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The file itself, once it is ready */
        get: operations["get-campaigns-id-exports-export-file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask all callers to finish: each ends their talk first */
        post: operations["post-campaigns-id-finish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller link and the clicker link */
        get: operations["get-campaigns-id-links"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/links/{kind}/passcode": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Ask who comes in by a link for a passcode, or for none */
        put: operations["put-campaigns-id-links-kind-passcode"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/links/{kind}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new link; the old one leads nowhere. Who came by it stays */
        post: operations["post-campaigns-id-links-kind-rotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Alert bars and end cards; newer ones come on campaign/{id} from its seq */
        get: operations["get-campaigns-id-messages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/messages/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A text as pages would show it; nothing is kept */
        post: operations["post-campaigns-id-messages-preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** No new dials; talks go on */
        post: operations["post-campaigns-id-pause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who came by the links, the last to join first */
        get: operations["get-campaigns-id-people"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/people/{person}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take somebody off; what is on their screen goes back, what they did stays */
        delete: operations["delete-campaigns-id-people-person"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/rejects.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Those of all files together */
        get: operations["get-campaigns-id-rejects-csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What came of the calls: by outcome, hour, pass and caller, and the answers to each question */
        get: operations["get-campaigns-id-results"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on */
        post: operations["post-campaigns-id-resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Load the contacts and open; with something missing: 422 not_ready, and missing lists it */
        post: operations["post-campaigns-id-start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The sentence, the counts and the progress */
        get: operations["get-campaigns-id-status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/do-not-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Numbers that nobody calls, newest first */
        get: operations["get-do-not-call"];
        put?: never;
        /** Put numbers on the list; nobody rings them from now on */
        post: operations["post-do-not-call"];
        /** Take numbers off the list */
        delete: operations["delete-do-not-call"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/do-not-call/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put the numbers of a CSV file on the list as it comes: the body is the file, ?column= which column, from 1, if none is called Phone. What came before a break stays; send it again */
        post: operations["post-do-not-call-imports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened on a topic since a seq */
        get: operations["get-events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Groups I lead; admins: all */
        get: operations["get-groups"];
        put?: never;
        /** Create a group */
        post: operations["post-groups"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A group */
        get: operations["get-groups-id"];
        put?: never;
        post?: never;
        /** Delete a group */
        delete: operations["delete-groups-id"];
        options?: never;
        head?: never;
        /** Edit a group */
        patch: operations["patch-groups-id"];
        trace?: never;
    };
    "/groups/{id}/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A group's newest imports */
        get: operations["get-groups-id-imports"];
        put?: never;
        /** Send a CSV file: the body is the file, ?name= its name */
        post: operations["post-groups-id-imports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{id}/leaders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Captains and vice-captains */
        get: operations["get-groups-id-leaders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{id}/leaders/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Make somebody captain or vice-captain */
        put: operations["put-groups-id-leaders-user"];
        post?: never;
        /** Take somebody's lead away */
        delete: operations["delete-groups-id-leaders-user"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{id}/lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A group's call lists, with their figures */
        get: operations["get-groups-id-lists"];
        put?: never;
        /** Create a call list */
        post: operations["post-groups-id-lists"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{id}/supporters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A group's supporters, by name */
        get: operations["get-groups-id-supporters"];
        put?: never;
        /** Add a supporter by hand */
        post: operations["post-groups-id-supporters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An import and its progress; subscribe to import/{id} from its seq */
        get: operations["get-imports-id"];
        put?: never;
        post?: never;
        /** Cancel an import; who was imported stays */
        delete: operations["delete-imports-id"];
        options?: never;
        head?: never;
        /** Say what the columns are */
        patch: operations["patch-imports-id"];
        trace?: never;
    };
    "/imports/{id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look at every row, in the background */
        post: operations["post-imports-id-check"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/{id}/rejects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rows that cannot be used, with their reasons */
        get: operations["get-imports-id-rejects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/{id}/rejects.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same as a file for a spreadsheet */
        get: operations["get-imports-id-rejects-csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/{id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Import what was checked, in the background */
        post: operations["post-imports-id-run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/invitations/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Look at a one-time link */
        get: operations["get-invitations-token"];
        put?: never;
        /** Set a password by a one-time link, and sign in */
        post: operations["post-invitations-token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/k/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a clicker link leads to, and who came from this browser */
        get: operations["get-k-token"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/k/{token}/alerts/{alert}/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Who came from this browser has seen an alert bar: counted once a person */
        post: operations["post-k-token-alerts-alert-seen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/k/{token}/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Come in as a clicker: sets the page's cookie; open /ws?as=page then */
        post: operations["post-k-token-join"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/lists/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A call list; subscribe to list/{id} from its seq */
        get: operations["get-lists-id"];
        put?: never;
        post?: never;
        /** Delete a list; its sessions and logs stay */
        delete: operations["delete-lists-id"];
        options?: never;
        head?: never;
        /** Change a list's settings */
        patch: operations["patch-lists-id"];
        trace?: never;
    };
    "/lists/{id}/leaders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who calls a list now, on whom, and how fast; subscribe to list/{id} from its seq */
        get: operations["get-lists-id-leaders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/lists/{id}/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Give a list another order */
        put: operations["put-lists-id-order"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/lists/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start a calling session on a list; nothing is dialled */
        post: operations["post-lists-id-sessions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/lists/{id}/split": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Deal a list's untouched people evenly to some leaders */
        post: operations["post-lists-id-split"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/lists/{id}/supporters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who stands on a list, in its order */
        get: operations["get-lists-id-supporters"];
        put?: never;
        /** Put people on a list */
        post: operations["post-lists-id-supporters"];
        /** Take people off a list */
        delete: operations["delete-lists-id-supporters"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/lists/{id}/take-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give an absent leader's untouched people to another */
        post: operations["post-lists-id-take-over"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in */
        post: operations["post-login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign out, here or everywhere */
        post: operations["post-logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/logs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A contact log */
        get: operations["get-logs-id"];
        /** Correct a contact log */
        put: operations["put-logs-id"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who I am */
        get: operations["get-me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Edit my profile */
        patch: operations["patch-me"];
        trace?: never;
    };
    "/me/mobile/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ring me to test, or check the code that was said */
        post: operations["post-me-mobile-verify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change my password */
        post: operations["post-me-password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My organisation's settings */
        get: operations["get-organisation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change settings */
        patch: operations["patch-organisation"];
        trace?: never;
    };
    "/organisation/clicking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The clicking switch, for all campaigns */
        get: operations["get-organisation-clicking"];
        put?: never;
        /** Turn the clicking switch; off, numbers that nobody approved wait unless release_unapproved says otherwise */
        post: operations["post-organisation-clicking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organisation/minutes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Minutes on the phone and what they cost by about, by list */
        get: operations["get-organisation-minutes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/phone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Check and normalise a number */
        get: operations["get-phone"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find sessions, lists, groups and supporters by any part of their names */
        get: operations["get-search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sessions of the groups I lead, newest activity first */
        get: operations["get-sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A session; subscribe to session/{id} from its seq */
        get: operations["get-sessions-id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Rename a session */
        patch: operations["patch-sessions-id"];
        trace?: never;
    };
    "/sessions/{id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Archive, after the present talk */
        post: operations["post-sessions-id-archive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}/cycles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start a new cycle */
        post: operations["post-sessions-id-cycles"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A session's entries */
        get: operations["get-sessions-id-entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}/entries/{entry}/call-next": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** First in the queue; dials nothing */
        post: operations["post-sessions-id-entries-entry-call-next"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}/entries/{entry}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Judge a passed-over entry again */
        post: operations["post-sessions-id-entries-entry-check"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}/entries/{entry}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log a contact without a call */
        post: operations["post-sessions-id-entries-entry-log"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}/entries/{entry}/prioritise": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Directly behind whoever is next */
        post: operations["post-sessions-id-entries-entry-prioritise"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}/entries/{entry}/skip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put an entry aside */
        post: operations["post-sessions-id-entries-entry-skip"];
        /** Back into the queue at once */
        delete: operations["delete-sessions-id-entries-entry-skip"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}/export/attempts.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The session's attempts as a file for a spreadsheet */
        get: operations["get-sessions-id-export-attempts-csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}/export/attempts.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The session's attempts as a JSON array */
        get: operations["get-sessions-id-export-attempts-json"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}/export/entries.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The session's entries as a file for a spreadsheet */
        get: operations["get-sessions-id-export-entries-csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}/export/entries.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The session's entries as a JSON array */
        get: operations["get-sessions-id-export-entries-json"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}/export/logs.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The session's logs as a file for a spreadsheet */
        get: operations["get-sessions-id-export-logs-csv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}/export/logs.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The session's logs as a JSON array */
        get: operations["get-sessions-id-export-logs-json"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The files to take away, each with its rows, and what is prepared of them; subscribe to session/{id} from its seq */
        get: operations["get-sessions-id-exports"];
        put?: never;
        /** Have a file prepared that is too long to wait for; it can be fetched for a day */
        post: operations["post-sessions-id-exports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}/exports/{export}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A prepared file, and how far it is */
        get: operations["get-sessions-id-exports-export"];
        put?: never;
        post?: never;
        /** Stop preparing a file, or take away what was prepared */
        delete: operations["delete-sessions-id-exports-export"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}/exports/{export}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The file itself, once it is ready */
        get: operations["get-sessions-id-exports-export-file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}/finish-cycle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Skip who is left for this cycle */
        post: operations["post-sessions-id-finish-cycle"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}/hand-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a session to another leader; not while a phone is connected to it */
        post: operations["post-sessions-id-hand-over"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}/next": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Call the next person without a key on the phone */
        post: operations["post-sessions-id-next"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hang up after the present talk */
        post: operations["post-sessions-id-pause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The same as start */
        post: operations["post-sessions-id-resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ring the leader's phone */
        post: operations["post-sessions-id-start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/supporters/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A supporter with what a leader needs in mid-call */
        get: operations["get-supporters-id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Edit a supporter */
        patch: operations["patch-supporters-id"];
        trace?: never;
    };
    "/supporters/{id}/do-not-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Nobody rings them, or their number, from now on */
        post: operations["post-supporters-id-do-not-call"];
        /** They stood on Do Not Call by mistake; needs a reason */
        delete: operations["delete-supporters-id-do-not-call"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/supporters/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every contact with a supporter, over all lists, sessions and leaders, newest first */
        get: operations["get-supporters-id-history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** API tokens */
        get: operations["get-tokens"];
        put?: never;
        /** Create an API token; it is shown once */
        post: operations["post-tokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an API token */
        delete: operations["delete-tokens-id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/undo/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take an action of one's own back, for ten seconds; the id is the action of its reply */
        post: operations["post-undo-id"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People who can sign in */
        get: operations["get-users"];
        put?: never;
        /** Add a user; the reply has their one-time link */
        post: operations["post-users"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Edit or disable a user */
        patch: operations["patch-users-id"];
        trace?: never;
    };
    "/users/{id}/invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new one-time link to a password */
        post: operations["post-users-id-invite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Programs that hear of the organisation's events */
        get: operations["get-webhooks"];
        put?: never;
        /** Add a webhook; its secret is shown once */
        post: operations["post-webhooks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a webhook with its deliveries */
        delete: operations["delete-webhooks-id"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a webhook was sent, the newest first */
        get: operations["get-webhooks-id-deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}/deliveries/{delivery}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a delivery once more, with the same id */
        post: operations["post-webhooks-id-deliveries-delivery-replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switch a webhook on again that failed for days */
        post: operations["post-webhooks-id-resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AcceptBody: {
            /** @description at least 10 characters */
            password: string;
        };
        AccountGroupChanged: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["GroupTold"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "account.group_changed";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        AccountLoginsEnded: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["Changed"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "account.logins_ended";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        AccountMobileChanged: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["Changed"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "account.mobile_changed";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        AccountMobileVerified: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["Changed"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "account.mobile_verified";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        AccountOrganisationChanged: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["OrganisationTold"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "account.organisation_changed";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        AccountRightsChanged: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["Changed"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "account.rights_changed";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        AccountUserChanged: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["Changed"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "account.user_changed";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        AckFrame: {
            /** Format: int64 */
            approved: number;
            key: string;
            /**
             * Format: int64
             * @description how many this person has approved on all their pages, up to this frame; left out where nothing new was approved
             */
            mine?: number;
            refused: components["schemas"]["RefusedPress"][];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ack";
            /**
             * Format: int64
             * @description of the lease, as it is now
             */
            until?: number;
        };
        AlertEdit: {
            /**
             * @description of a new one: both
             * @enum {string}
             */
            audience?: "callers" | "clickers" | "both";
            /** @description RFC 3339, in the future; empty: permanent */
            expires_at?: string;
            /**
             * @description of a new one: info
             * @enum {string}
             */
            level?: "info" | "success" | "warning";
            /** @description of a new one: true; false takes it off every page and keeps it */
            shown?: boolean;
            /** @description RFC 3339; empty: at once */
            starts_at?: string;
            /** @description Markdown, at most 1,000 characters: lines, lists, **bold**, *slanted*, links to http, https, mailto and tel; {first_name} is whoever reads it. No HTML, no pictures */
            text?: string;
        };
        AlertView: {
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            audience: "callers" | "clickers" | "both";
            /** @description who saved it last; for admins */
            by?: components["schemas"]["CampaignRef"];
            /**
             * Format: date-time
             * @description gone at this instant; absent: permanent
             */
            expires_at?: string;
            /** @description made safe by the server: show it as it is, with {first_name} put in as text */
            html: string;
            id: string;
            /** @enum {string} */
            level: "info" | "success" | "warning";
            /**
             * Format: int64
             * @description how many people have seen it as it is worded now; for admins
             */
            seen?: number;
            /** @description false: on no page */
            shown: boolean;
            /**
             * Format: date-time
             * @description absent: at once
             */
            starts_at?: string;
            /** @description as it was written, in Markdown; for admins */
            text?: string;
            /** Format: int64 */
            version: number;
        };
        AnswerFigure: {
            id: string;
            label: string;
            /** Format: int64 */
            n: number;
        };
        AnswerGiven: {
            /** Format: date-time */
            at: string;
            /** @description its id in the script */
            question: string;
            /** @description single: an answer's id; multiple: ids; text: a text; number: a number; date: YYYY-MM-DD; either null when left out; read: true */
            value: unknown;
            /**
             * Format: int64
             * @description rises with every change
             */
            version: number;
            /** @description an earlier answer leads past this question now */
            void?: boolean;
        };
        ApproveFrame: {
            campaign?: string;
            key: string;
            lease: string;
            /** @description [ordinal, milliseconds since the lease began] */
            presses: number[][];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "approve";
        };
        AuditView: {
            action: string;
            /** Format: date-time */
            at: string;
            data: {
                [key: string]: unknown;
            };
            id: string;
            /** @description family/id */
            thing: string;
            user?: components["schemas"]["Named"];
        };
        Beeping: {
            beep: boolean;
        };
        BeginInBody: {
            caller?: string;
            /** @description one of those that GET answers */
            file: string;
            /** @enum {string} */
            format: "csv" | "json";
            /** Format: int64 */
            pass?: number;
            /**
             * @description of calls and answers of a campaign: as results are narrowed down
             * @enum {string}
             */
            period?: "day" | "week" | "month";
        };
        /** @description What a page says on the socket. */
        BrowserFrame: components["schemas"]["SubscribeFrame"] | components["schemas"]["UnsubscribeFrame"] | components["schemas"]["DoingFrame"] | components["schemas"]["PingFrame"] | components["schemas"]["LeaseFrame"] | components["schemas"]["ApproveFrame"] | components["schemas"]["ReleaseFrame"] | components["schemas"]["LaunchFrame"];
        BusFrame: {
            away: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "bus";
        };
        CallBackView: {
            /**
             * Format: date-time
             * @description when they are to be called again
             */
            at: string;
            /**
             * @description why they wait though they are due
             * @enum {string}
             */
            cause?: "cooldown" | "hours" | "minimum_time";
            /** @description that time has come */
            due: boolean;
            entry: string;
            group: components["schemas"]["UserRef"];
            /** @description whose session it is: the one who calls */
            leader: components["schemas"]["UserRef"];
            list: components["schemas"]["UserRef"];
            reason?: string;
            /** Format: date-time */
            returns_at?: string;
            session: components["schemas"]["UserRef"];
            /**
             * @description unavailable: due, but not before returns_at; system_skipped: their turn passed then, a new cycle or Check again brings them back
             * @enum {string}
             */
            status: "skipped" | "available" | "unavailable" | "system_skipped";
            supporter: components["schemas"]["PersonRef"];
        };
        CallerFigures: {
            /**
             * Format: int64
             * @description by whomever or whatever
             */
            answered: number;
            /**
             * Format: int64
             * @description dials that the carrier took and could place
             */
            calls: number;
            /**
             * Format: int64
             * @description persons whom a caller was given
             */
            contacts: number;
            /**
             * Format: int64
             * @description a person answered, and no caller was free
             */
            dropped: number;
            id: string;
            /** Format: date-time */
            last_seen_at: string;
            name: string;
            /** Format: int64 */
            phone_seconds: number;
            /** Format: int64 */
            talk_seconds: number;
            /**
             * Format: int64
             * @description of them: the correct person
             */
            talked: number;
        };
        CallerID: {
            /**
             * @description where calls to it go; absent: not known
             * @enum {string}
             */
            incoming?: "here" | "elsewhere" | "refused";
            /** @description why they do not come here, and what to do about it */
            incoming_problem?: string;
            /** @description as people write it: +44 7700 900123 */
            international: string;
            /** @description E.164 */
            number: string;
        };
        CallerRow: {
            id: string;
            name: string;
            phone_connected: boolean;
            /** Format: date-time */
            since: string;
            /** @enum {string} */
            state: "out" | "joining" | "waiting" | "talking" | "wrap_up" | "on_break" | "not_ready" | "finished";
            /** Format: int64 */
            talked_seconds: number;
            /** Format: int64 */
            talks: number;
            /** @enum {string} */
            wish?: "" | "break" | "finish";
        };
        CallerView: {
            /**
             * Format: date-time
             * @description when the time for the answers is over
             */
            due_at?: string;
            id: string;
            /** @description whom they talk to, or whose answers are not saved */
            name?: string;
            /** @description what to say, in a word: machine, not_reached, busy, no_key, bad_number, phone_config, other_number, incomplete, time_up, asked_to_finish */
            notice?: string;
            phone_connected: boolean;
            /** Format: date-time */
            since: string;
            /** @enum {string} */
            state: "out" | "joining" | "waiting" | "talking" | "wrap_up" | "on_break" | "not_ready" | "finished";
            /** @description the page that was opened last: others give way to it */
            tab?: string;
            /** Format: int64 */
            talked_seconds: number;
            /** Format: int64 */
            talks: number;
            /**
             * Format: int64
             * @description of the talk, or of the last one
             */
            turn: number;
            /** Format: int64 */
            version: number;
            /**
             * @description done as soon as nothing that rings is for them
             * @enum {string}
             */
            wish?: "" | "break" | "finish";
        };
        CallersView: {
            /**
             * Format: int64
             * @description callers whose phone is connected
             */
            calling: number;
            sentence: string;
            /** @enum {string} */
            state: "draft" | "loading" | "load_failed" | "paused" | "complete" | "outside_hours" | "stalled" | "running";
        };
        CallingActionUndone: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["Change"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "calling.action_undone";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CallingCallEnded: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["Change"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "calling.call_ended";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CallingContactLogged: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["Change"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "calling.contact_logged";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CallingCycleCompleted: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["Change"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "calling.cycle_completed";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CallingCycleReopened: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["Change"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "calling.cycle_reopened";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CallingCycleStarted: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["Change"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "calling.cycle_started";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CallingEntryCalled: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["Change"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "calling.entry_called";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CallingEntryPrioritised: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["Change"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "calling.entry_prioritised";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CallingEntryRechecked: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["Change"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "calling.entry_rechecked";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CallingEntryReturned: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["Change"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "calling.entry_returned";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CallingEntrySkipped: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["Change"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "calling.entry_skipped";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CallingLeaderChanged: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["LeaderNow"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "calling.leader_changed";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CallingListSplit: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["SplitView"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "calling.list_split";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CallingPersonLogged: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["PersonLogged"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "calling.person_logged";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CallingPersonReleased: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["PersonWith"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "calling.person_released";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CallingPersonReserved: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["PersonWith"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "calling.person_reserved";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CallingPhoneChanged: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["Change"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "calling.phone_changed";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CallingRosterChanged: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["Change"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "calling.roster_changed";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CallingSessionArchived: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["Change"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "calling.session_archived";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CallingSessionCreated: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["Change"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "calling.session_created";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CallingSessionHandedOver: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["Change"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "calling.session_handed_over";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CallingSessionListed: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["Listed"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "calling.session_listed";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CallingSessionPrepared: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["Change"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "calling.session_prepared";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CallingSessionRenamed: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["Change"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "calling.session_renamed";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CallingSettingsChanged: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["Change"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "calling.settings_changed";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CallingSkipRemoved: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["Change"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "calling.skip_removed";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CallsView: {
            /**
             * Format: int64
             * @description calls an hour, as the last five minutes went
             */
            an_hour: number;
            /**
             * Format: int64
             * @description on a break, or not ready
             */
            away: number;
            /**
             * Format: int64
             * @description with their phone connected
             */
            callers: number;
            /**
             * Format: int64
             * @description calls that were begun in the last ten minutes and are answered or over
             */
            dials: number;
            /**
             * Format: double
             * @description their share, 0 to 1; absent without calls
             */
            pick_up?: number;
            /**
             * Format: int64
             * @description of them: a person answered
             */
            picked_up: number;
            /** Format: int64 */
            talking: number;
            /** Format: int64 */
            waiting: number;
            /**
             * Format: int64
             * @description the contact has gone, the answers are not saved
             */
            wrap_up: number;
        };
        Campaign: {
            /** Format: date-time */
            at: string;
            /**
             * Format: double
             * @description share of the contacts that can be called at this hour, 0 to 1
             */
            callable: number;
            /**
             * Format: int64
             * @description of how many: contacts, and rows of files that were looked at and are not loaded yet
             */
            callable_of: number;
            /** @description E.164; not in events */
            caller_ids?: string[];
            /** Format: int64 */
            caller_ids_chosen: number;
            calls: components["schemas"]["CallsView"];
            /**
             * @description of stalled
             * @enum {string}
             */
            cause?: "caller_id" | "carrier" | "dialer" | "clicking" | "switch" | "gap" | "other";
            clicking: components["schemas"]["ClickingView"];
            /**
             * @description what a click means while clicking is on: the number may be dialled, or it is dialled now
             * @enum {string}
             */
            clicking_mode: "approve" | "launch";
            counts: components["schemas"]["CampaignCounts"];
            /** Format: date-time */
            created_at: string;
            drop_rate: components["schemas"]["DropRate"];
            /** Format: date-time */
            ended_at?: string;
            /** Format: int64 */
            gap_minutes: number;
            here: components["schemas"]["CampaignHere"];
            /** @description by weekday, at the contact's place; days that are not here are shut */
            hours: components["schemas"]["CampaignDay"][];
            id: string;
            /** @enum {string} */
            integration: "none";
            /** @description of all files that are being loaded */
            load: components["schemas"]["CampaignProgress"];
            /** @description its files, in their order */
            loads: components["schemas"]["LoadView"][];
            /** @description what it needs before it can start; none: it can */
            missing: components["schemas"]["CampaignGap"][];
            name: string;
            /**
             * Format: int64
             * @description of them, those who wait and are never inside the hours: the time zones that they may be in share no hour
             */
            never_open: number;
            /**
             * Format: date-time
             * @description when the next number could be dialled at the earliest; absent: now, or never
             */
            next_at?: string;
            /** Format: int64 */
            passes: number;
            passes_warning?: string;
            /** Format: date-time */
            paused_at?: string;
            purpose: string;
            /** @description step: who saved it last, when, and the version that made */
            saved: {
                [key: string]: components["schemas"]["CampaignSave"];
            };
            script: components["schemas"]["CampaignScript"];
            /**
             * Format: int64
             * @description a call that runs keeps the version it began with
             */
            script_version: number;
            /** @description cause and remedy in words */
            sentence: string;
            /** Format: int64 */
            seq: number;
            /** Format: date-time */
            started_at?: string;
            /** @enum {string} */
            state: "draft" | "loading" | "load_failed" | "paused" | "complete" | "outside_hours" | "stalled" | "running";
            /** Format: int64 */
            version: number;
            /**
             * Format: int64
             * @description for a caller's answers, once the contact has gone
             */
            wrap_up_seconds: number;
            /** @description IANA time zone of the times that are shown */
            zone: string;
        };
        CampaignActivity: {
            /** Format: date-time */
            at: string;
            /** @description 60, the last one is the present minute, not over yet */
            minutes: components["schemas"]["CampaignMinute"][];
            /** @description the counts by zone set */
            zones: components["schemas"]["CampaignZone"][];
        };
        CampaignCallersTold: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["CallersView"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "campaign.callers_told";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CampaignChanged: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["CampaignView"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "campaign.changed";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CampaignClickingChanged: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["ClickingView"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "campaign.clicking_changed";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CampaignClickingSwitched: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["SwitchView"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "campaign.clicking_switched";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CampaignCounts: {
            /** Format: int64 */
            awaiting_click: number;
            /**
             * Format: int64
             * @description for the time between attempts, or an agreed call-back
             */
            awaiting_gap: number;
            /**
             * Format: int64
             * @description on another queue's line, or called often enough today
             */
            awaiting_other: number;
            /** Format: int64 */
            finished: number;
            /**
             * Format: int64
             * @description being dialled, talked to, or not written down yet
             */
            in_flight: number;
            /**
             * Format: int64
             * @description refused by the carrier
             */
            invalid: number;
            /** Format: int64 */
            opted_out: number;
            /** Format: int64 */
            outside_hours: number;
            /** Format: int64 */
            ready_retries: number;
            /**
             * Format: int64
             * @description contacts loaded; the others add up to it
             */
            total: number;
            /**
             * Format: int64
             * @description approved, or released, and never dialled
             */
            undialed_cells: number;
            /** Format: int64 */
            undialed_landlines: number;
        };
        CampaignDay: {
            /** Format: int64 */
            closes: number;
            /** @enum {string} */
            day: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
            /**
             * Format: int64
             * @description minutes after midnight at the contact's place
             */
            opens: number;
        };
        CampaignEdit: {
            /** @description numbers of GET …/caller-ids, E.164 */
            caller_ids?: string[];
            /** @enum {string} */
            clicking_mode?: "approve" | "launch";
            /** Format: int64 */
            gap_minutes?: number;
            hours?: components["schemas"]["CampaignDay"][];
            /** @enum {string} */
            integration?: "none";
            name?: string;
            /** Format: int64 */
            passes?: number;
            purpose?: string;
            /** @description the whole of it; one that is not finished can be kept, and is missing at the start */
            script?: components["schemas"]["CampaignScript"];
            /** Format: int64 */
            version: number;
            /**
             * Format: int64
             * @description for a caller's answers, once the contact has gone; talks that end from then on have it
             */
            wrap_up_seconds?: number;
            zone?: string;
        };
        CampaignFileLoaded: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["LoadTold"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "campaign.file_loaded";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CampaignGap: {
            /** @description as in the campaign: name, questions/q2/answers/a1/next, hours … */
            field: string;
            /** @enum {string} */
            step: "name" | "integration" | "questions" | "contacts" | "caller_id" | "hours" | "passes" | "start";
            title: string;
        };
        CampaignHere: {
            /** Format: int64 */
            callers: number;
            /**
             * Format: int64
             * @description since midnight in the campaign's zone
             */
            callers_today: number;
            /** Format: int64 */
            clickers: number;
            /** Format: int64 */
            clickers_today: number;
        };
        CampaignIndex: {
            /** @description the newest first, at most 500 */
            items: components["schemas"]["CampaignRow"][];
            /** @description pass it back as ?cursor= for the next page; absent on the last one */
            next?: string;
            /** Format: int64 */
            seq: number;
        };
        CampaignInvited: {
            /**
             * Format: int64
             * @description with removed: how many of their presses count
             */
            approved?: number;
            /** @description its name is for the page's head */
            campaign: components["schemas"]["CampaignRef"];
            /** @description of a clicker link, with me */
            clicking?: components["schemas"]["ClickingView"];
            /**
             * @description of a clicker link: what a press will do
             * @enum {string}
             */
            clicking_mode?: "approve" | "launch";
            /** @enum {string} */
            kind: "caller" | "clicker";
            /** @description whoever came from this browser before */
            me?: components["schemas"]["CampaignPerson"];
            /** @description alert bars and end cards as they are now */
            messages?: components["schemas"]["MessagesView"];
            /** @description its name */
            organisation: string;
            /** @description joining asks for a passcode; without me there is no script and no message then */
            passcode?: boolean;
            /** @description whoever came from this browser was taken off the campaign and does not come in again */
            removed?: boolean;
            /** @description of a caller link: what there is to say, to read before joining */
            script?: components["schemas"]["CampaignScript"];
            /**
             * Format: int64
             * @description of a caller link
             */
            script_version?: number;
            /** Format: int64 */
            seq: number;
            status: components["schemas"]["CallersView"];
            /** @description with me: subscribe to it from seq */
            topic?: string;
        };
        CampaignLink: {
            /** @enum {string} */
            kind: "caller" | "clicker";
            /** Format: date-time */
            made_at: string;
            /** @description who comes in is asked for it; never in events */
            passcode?: string;
            token: string;
            url: string;
        };
        CampaignListed: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["CampaignRow"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "campaign.listed";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CampaignLoadChanged: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["LoadTold"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "campaign.load_changed";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CampaignMessagesChanged: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["MessagesView"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "campaign.messages_changed";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CampaignMinute: {
            /**
             * Format: int64
             * @description numbers approved in it, by the moment of the press
             */
            approved: number;
            /**
             * Format: date-time
             * @description when it began
             */
            at: string;
            /**
             * Format: int64
             * @description calls begun in it
             */
            dials: number;
            /**
             * Format: int64
             * @description contacts that callers were given in it
             */
            talks: number;
        };
        CampaignNumbersWithdrawn: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["WithdrawnView"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "campaign.numbers_withdrawn";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CampaignPerson: {
            /** Format: int64 */
            approved: number;
            id: string;
            /** Format: date-time */
            joined_at: string;
            /** @enum {string} */
            kind: "caller" | "clicker";
            name: string;
            removed: boolean;
            /** Format: date-time */
            seen_at: string;
        };
        CampaignPersonChanged: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["CampaignPerson"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "campaign.person_changed";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CampaignProgress: {
            /** Format: int64 */
            duplicates: number;
            /** @description of contacts that were added to a campaign that had started: a bar of its own */
            later: boolean;
            /** Format: int64 */
            loaded: number;
            /**
             * Format: int64
             * @description never falls while a file is loaded; 100 only when all of it can be dialled
             */
            percent: number;
            /** Format: int64 */
            rejected: number;
            /** Format: int64 */
            rows: number;
        };
        CampaignRef: {
            id: string;
            name: string;
        };
        CampaignRow: {
            /**
             * Format: int64
             * @description of a draft: who can be called in its files
             */
            contacts: number;
            /** Format: date-time */
            created_at: string;
            /** Format: int64 */
            finished: number;
            id: string;
            name: string;
            sentence: string;
            /** @enum {string} */
            state: "draft" | "loading" | "load_failed" | "paused" | "complete" | "outside_hours" | "stalled" | "running";
        };
        CampaignSave: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["CampaignRef"];
            /**
             * Format: int64
             * @description of the campaign, when the step was saved last
             */
            version: number;
        };
        CampaignScript: {
            questions: components["schemas"]["ScriptQuestion"][];
        };
        CampaignScriptChanged: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["ScriptTold"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "campaign.script_changed";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CampaignStateChanged: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["StateTold"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "campaign.state_changed";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CampaignStatus: {
            /** Format: date-time */
            at: string;
            /**
             * Format: double
             * @description share of the contacts that can be called at this hour, 0 to 1
             */
            callable: number;
            /**
             * Format: int64
             * @description of how many: contacts, and rows of files that were looked at and are not loaded yet
             */
            callable_of: number;
            calls: components["schemas"]["CallsView"];
            /**
             * @description of stalled
             * @enum {string}
             */
            cause?: "caller_id" | "carrier" | "dialer" | "clicking" | "switch" | "gap" | "other";
            clicking: components["schemas"]["ClickingView"];
            counts: components["schemas"]["CampaignCounts"];
            drop_rate: components["schemas"]["DropRate"];
            here: components["schemas"]["CampaignHere"];
            /** @description of all files that are being loaded */
            load: components["schemas"]["CampaignProgress"];
            /**
             * Format: int64
             * @description of them, those who wait and are never inside the hours: the time zones that they may be in share no hour
             */
            never_open: number;
            /**
             * Format: date-time
             * @description when the next number could be dialled at the earliest; absent: now, or never
             */
            next_at?: string;
            /** @description cause and remedy in words */
            sentence: string;
            /** @enum {string} */
            state: "draft" | "loading" | "load_failed" | "paused" | "complete" | "outside_hours" | "stalled" | "running";
        };
        CampaignStatusChanged: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["CampaignStatus"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "campaign.status_changed";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        CampaignView: {
            /** @description E.164; not in events */
            caller_ids?: string[];
            /** Format: int64 */
            caller_ids_chosen: number;
            /**
             * @description what a click means while clicking is on: the number may be dialled, or it is dialled now
             * @enum {string}
             */
            clicking_mode: "approve" | "launch";
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            ended_at?: string;
            /** Format: int64 */
            gap_minutes: number;
            /** @description by weekday, at the contact's place; days that are not here are shut */
            hours: components["schemas"]["CampaignDay"][];
            id: string;
            /** @enum {string} */
            integration: "none";
            /** @description its files, in their order */
            loads: components["schemas"]["LoadView"][];
            /** @description what it needs before it can start; none: it can */
            missing: components["schemas"]["CampaignGap"][];
            name: string;
            /** Format: int64 */
            passes: number;
            passes_warning?: string;
            /** Format: date-time */
            paused_at?: string;
            purpose: string;
            /** @description step: who saved it last, when, and the version that made */
            saved: {
                [key: string]: components["schemas"]["CampaignSave"];
            };
            script: components["schemas"]["CampaignScript"];
            /**
             * Format: int64
             * @description a call that runs keeps the version it began with
             */
            script_version: number;
            /** Format: date-time */
            started_at?: string;
            /** Format: int64 */
            version: number;
            /**
             * Format: int64
             * @description for a caller's answers, once the contact has gone
             */
            wrap_up_seconds: number;
            /** @description IANA time zone of the times that are shown */
            zone: string;
        };
        CampaignZone: {
            counts: components["schemas"]["CampaignCounts"];
            /**
             * Format: date-time
             * @description when it opens; absent when open, or when it never does
             */
            next_at?: string;
            /** @description all of them are inside the hours */
            open: boolean;
            /** @description all that a contact may be in */
            zones: string[];
        };
        CanView: {
            code?: string;
            ok: boolean;
            title?: string;
        };
        Change: {
            entries?: components["schemas"]["EntryView"][];
            /** @description entries that left the session */
            gone?: string[];
            refetch?: boolean;
            session?: components["schemas"]["SessionView"];
        };
        Changed: {
            disabled?: boolean;
            language?: string;
            /** Format: date-time */
            mobile_verified_at?: string;
            name?: string;
            /** @enum {string} */
            role?: "owner" | "admin";
            shortcuts: boolean;
            theme?: string;
            /** Format: int64 */
            version: number;
        };
        ChangedAlert: {
            /**
             * @description of a new one: both
             * @enum {string}
             */
            audience?: "callers" | "clickers" | "both";
            /** @description RFC 3339, in the future; empty: permanent */
            expires_at?: string;
            /**
             * @description of a new one: info
             * @enum {string}
             */
            level?: "info" | "success" | "warning";
            /** @description of a new one: true; false takes it off every page and keeps it */
            shown?: boolean;
            /** @description RFC 3339; empty: at once */
            starts_at?: string;
            /** @description Markdown, at most 1,000 characters: lines, lists, **bold**, *slanted*, links to http, https, mailto and tel; {first_name} is whoever reads it. No HTML, no pictures */
            text?: string;
            /** Format: int64 */
            version: number;
        };
        Choice: {
            /** @description everybody: of the group when adding, on the list when removing */
            all?: boolean;
            ids?: string[];
            /** @description everybody with this in their name */
            search?: string;
            /** @description everybody with this tag */
            tag?: string;
        };
        ClickingView: {
            /**
             * Format: int64
             * @description approvals an hour, of all together, as the last five minutes went
             */
            an_hour: number;
            /** Format: int64 */
            approved: number;
            /**
             * Format: int64
             * @description with numbers on their screen
             */
            clickers: number;
            /**
             * Format: date-time
             * @description about when the last number is approved at that pace
             */
            done_at?: string;
            /**
             * Format: int64
             * @description launch: callers who are free and for whom nothing rings; 0 while calls may not be begun
             */
            free: number;
            /** Format: int64 */
            left: number;
            /**
             * @description launch: a click begins a call, while a caller is free for it; approved and left are numbers then, not calls
             * @enum {string}
             */
            mode: "approve" | "launch";
            /** @description what else there is to know, in words: that calls are paused, and clicking goes on */
            note?: string;
            on: boolean;
            /** @description why there is nothing more to do, in words */
            over?: string;
            /**
             * Format: int64
             * @description numbers that need a click, approved ones included
             */
            total: number;
            /** @description launch: why no call can be begun just now, in words */
            wait?: string;
        };
        Column: {
            /** @enum {string} */
            field: "" | "name" | "first_name" | "last_name" | "phone" | "email" | "city" | "zone" | "tags" | "notes" | "level" | "do_not_call";
            title: string;
        };
        ContactView: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["UserRef"];
            /** @description the id of the list that it was on */
            list: string;
            outcome: string;
            reached: boolean;
            /**
             * @description to the event of that list
             * @enum {string}
             */
            rsvp?: "yes" | "no" | "maybe";
        };
        CostView: {
            /** @description decimal, as exact as the prices */
            amount: string;
            /** @description ISO 4217 */
            currency: string;
        };
        CreateSession: {
            /** @description archive the open session on this list first */
            archive_old?: boolean;
            /** @description up to 120 characters; empty: first name - list name */
            name?: string;
        };
        CycleView: {
            /**
             * Format: int64
             * @description people of this cycle not reached
             */
            attempted: number;
            /** Format: int64 */
            available: number;
            /** Format: int64 */
            calling: number;
            complete: boolean;
            /** Format: date-time */
            completed_at?: string;
            /** Format: int64 */
            contacts: number;
            /** Format: int64 */
            dials: number;
            earliest_return?: components["schemas"]["ReturnView"];
            new_cycle: components["schemas"]["CanView"];
            /**
             * Format: int64
             * @description people a new cycle would contain
             */
            new_cycle_has: number;
            next?: components["schemas"]["NextView"];
            /** Format: int64 */
            number: number;
            /** Format: int64 */
            skipped: number;
            /** Format: date-time */
            started_at: string;
            /** @description behind next */
            then?: components["schemas"]["NextView"];
            /**
             * Format: int64
             * @description with system-skipped
             */
            unavailable: number;
        };
        DeliveryView: {
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            ended_at?: string;
            /** @description the same over every try and replay: receivers tell repeats by it */
            id: string;
            kind: string;
            /**
             * Format: date-time
             * @description when it is tried again
             */
            next_at?: string;
            /** @description of the last try */
            problem?: string;
            /** Format: int64 */
            seq: number;
            /** @enum {string} */
            state: "waiting" | "delivered" | "dead";
            /**
             * Format: int64
             * @description of the last answer
             */
            status?: number;
            /** Format: int64 */
            took_ms: number;
            topic: string;
            /** Format: int64 */
            tries: number;
        };
        DialerCallerChanged: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["CallerView"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "dialer.caller_changed";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        DialerCallersChanged: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["CallerRow"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "dialer.callers_changed";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        DoingFrame: {
            doing: string;
            topic: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "presence";
        };
        DropRate: {
            /**
             * Format: double
             * @description the most that 30 days may have
             */
            limit: number;
            /** Format: double */
            ten_minutes?: number;
            /** Format: double */
            thirty_days?: number;
        };
        EndCardEdit: {
            /** @description at most 60 characters; with link_url, or neither */
            link_text?: string;
            /** @description http, https, mailto or tel */
            link_url?: string;
            /** @description Markdown as in alert bars, at most 1,000 characters; may be empty */
            text: string;
            /** @description at most 80 characters */
            title: string;
            /** Format: int64 */
            version: number;
        };
        EndCardView: {
            /** Format: date-time */
            at?: string;
            /** @description who saved it last; for admins; absent: nobody did */
            by?: components["schemas"]["CampaignRef"];
            /** @description made safe by the server */
            html: string;
            link_text?: string;
            /** @description http, https, mailto or tel */
            link_url?: string;
            /** @description as it was written, in Markdown; for admins */
            text?: string;
            /** @description plain text, with {first_name} */
            title: string;
            /**
             * Format: int64
             * @description 0: as it comes, nobody has saved it
             */
            version: number;
        };
        EndCards: {
            complete?: components["schemas"]["EndCardView"];
            outside_hours?: components["schemas"]["EndCardView"];
            paused?: components["schemas"]["EndCardView"];
        };
        EntryView: {
            /** @description in replies to presses: POST /undo/{action} takes it back */
            action?: string;
            /** @description the newest one: its log can be written or corrected */
            attempt?: string;
            /** Format: int64 */
            attempts: number;
            /** @description whose attempt or contact it was */
            by?: components["schemas"]["UserRef"];
            /** @description its newest contact without a call, when nobody has called since: PUT /logs/{by_hand} corrects it */
            by_hand?: string;
            /** @enum {string} */
            cause?: "cooldown" | "hours" | "minimum_time";
            due_now: boolean;
            id: string;
            last_outcome?: string;
            not_logged: boolean;
            off_list: boolean;
            /**
             * Format: int64
             * @description order among the available, least first
             */
            place: number;
            prioritised: boolean;
            /** Format: int64 */
            rank: number;
            /** Format: date-time */
            returns_at?: string;
            /**
             * @description what they said last on this list to its event
             * @enum {string}
             */
            rsvp?: "yes" | "no" | "maybe";
            skip?: components["schemas"]["SkipView"];
            /** @enum {string} */
            status: "available" | "unavailable" | "skipped" | "system_skipped" | "not_callable" | "calling" | "attempted" | "completed";
            supporter: components["schemas"]["PersonRef"];
            /**
             * Format: date-time
             * @description until when, by the server's clock
             */
            undo_until?: string;
            /** Format: date-time */
            updated_at: string;
            /** Format: int64 */
            version: number;
            /** @description of not callable: no_phone, do_not_call, do_not_contact */
            why?: string;
            /** @description another leader who is calling this person now */
            with?: components["schemas"]["UserRef"];
        };
        ErrorFrame: {
            code: string;
            /** @description the key of the action that is refused */
            key?: string;
            title: string;
            topic?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "error";
        };
        /** @description A committed change. Apply data as the new state of what changed. */
        Event: components["schemas"]["CallingSessionCreated"] | components["schemas"]["CallingSessionRenamed"] | components["schemas"]["CallingSessionArchived"] | components["schemas"]["CallingSessionHandedOver"] | components["schemas"]["CallingPhoneChanged"] | components["schemas"]["CallingEntryCalled"] | components["schemas"]["CallingEntrySkipped"] | components["schemas"]["CallingSkipRemoved"] | components["schemas"]["CallingEntryPrioritised"] | components["schemas"]["CallingEntryReturned"] | components["schemas"]["CallingEntryRechecked"] | components["schemas"]["CallingCallEnded"] | components["schemas"]["CallingContactLogged"] | components["schemas"]["CallingActionUndone"] | components["schemas"]["CallingCycleCompleted"] | components["schemas"]["CallingCycleReopened"] | components["schemas"]["CallingCycleStarted"] | components["schemas"]["CallingSessionPrepared"] | components["schemas"]["CallingRosterChanged"] | components["schemas"]["CallingSettingsChanged"] | components["schemas"]["CallingPersonReserved"] | components["schemas"]["CallingPersonReleased"] | components["schemas"]["CallingSessionListed"] | components["schemas"]["CallingLeaderChanged"] | components["schemas"]["CallingListSplit"] | components["schemas"]["CallingPersonLogged"] | components["schemas"]["AccountOrganisationChanged"] | components["schemas"]["AccountGroupChanged"] | components["schemas"]["AccountUserChanged"] | components["schemas"]["AccountRightsChanged"] | components["schemas"]["AccountMobileChanged"] | components["schemas"]["AccountMobileVerified"] | components["schemas"]["AccountLoginsEnded"] | components["schemas"]["HooksWebhookSwitchedOff"] | components["schemas"]["RosterListChanged"] | components["schemas"]["RosterSupporterChanged"] | components["schemas"]["RosterImportChanged"] | components["schemas"]["CampaignChanged"] | components["schemas"]["CampaignStatusChanged"] | components["schemas"]["CampaignLoadChanged"] | components["schemas"]["CampaignFileLoaded"] | components["schemas"]["CampaignPersonChanged"] | components["schemas"]["CampaignListed"] | components["schemas"]["CampaignClickingChanged"] | components["schemas"]["CampaignClickingSwitched"] | components["schemas"]["CampaignNumbersWithdrawn"] | components["schemas"]["CampaignCallersTold"] | components["schemas"]["CampaignScriptChanged"] | components["schemas"]["CampaignStateChanged"] | components["schemas"]["DialerCallerChanged"] | components["schemas"]["DialerCallersChanged"] | components["schemas"]["CampaignMessagesChanged"] | components["schemas"]["ExportChanged"];
        /** @description A committed change, as it comes over the socket. */
        EventFrame: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "event";
        } & (components["schemas"]["CallingSessionCreated"] | components["schemas"]["CallingSessionRenamed"] | components["schemas"]["CallingSessionArchived"] | components["schemas"]["CallingSessionHandedOver"] | components["schemas"]["CallingPhoneChanged"] | components["schemas"]["CallingEntryCalled"] | components["schemas"]["CallingEntrySkipped"] | components["schemas"]["CallingSkipRemoved"] | components["schemas"]["CallingEntryPrioritised"] | components["schemas"]["CallingEntryReturned"] | components["schemas"]["CallingEntryRechecked"] | components["schemas"]["CallingCallEnded"] | components["schemas"]["CallingContactLogged"] | components["schemas"]["CallingActionUndone"] | components["schemas"]["CallingCycleCompleted"] | components["schemas"]["CallingCycleReopened"] | components["schemas"]["CallingCycleStarted"] | components["schemas"]["CallingSessionPrepared"] | components["schemas"]["CallingRosterChanged"] | components["schemas"]["CallingSettingsChanged"] | components["schemas"]["CallingPersonReserved"] | components["schemas"]["CallingPersonReleased"] | components["schemas"]["CallingSessionListed"] | components["schemas"]["CallingLeaderChanged"] | components["schemas"]["CallingListSplit"] | components["schemas"]["CallingPersonLogged"] | components["schemas"]["AccountOrganisationChanged"] | components["schemas"]["AccountGroupChanged"] | components["schemas"]["AccountUserChanged"] | components["schemas"]["AccountRightsChanged"] | components["schemas"]["AccountMobileChanged"] | components["schemas"]["AccountMobileVerified"] | components["schemas"]["AccountLoginsEnded"] | components["schemas"]["HooksWebhookSwitchedOff"] | components["schemas"]["RosterListChanged"] | components["schemas"]["RosterSupporterChanged"] | components["schemas"]["RosterImportChanged"] | components["schemas"]["CampaignChanged"] | components["schemas"]["CampaignStatusChanged"] | components["schemas"]["CampaignLoadChanged"] | components["schemas"]["CampaignFileLoaded"] | components["schemas"]["CampaignPersonChanged"] | components["schemas"]["CampaignListed"] | components["schemas"]["CampaignClickingChanged"] | components["schemas"]["CampaignClickingSwitched"] | components["schemas"]["CampaignNumbersWithdrawn"] | components["schemas"]["CampaignCallersTold"] | components["schemas"]["CampaignScriptChanged"] | components["schemas"]["CampaignStateChanged"] | components["schemas"]["DialerCallerChanged"] | components["schemas"]["DialerCallersChanged"] | components["schemas"]["CampaignMessagesChanged"] | components["schemas"]["ExportChanged"]);
        EventsFrame: {
            events: components["schemas"]["EventFrame"][];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "events";
        };
        ExportChanged: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["PreparedFile"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "export.changed";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        ExportFile: {
            file: string;
            long: boolean;
            /** @description what was asked narrows it down */
            narrowed: boolean;
            /** Format: int64 */
            rows: number;
        };
        ExportRef: {
            id: string;
            name: string;
        };
        Exports: {
            files: components["schemas"]["ExportFile"][];
            /**
             * Format: int64
             * @description a file with more rows than these is to be prepared: nobody waits for it with an open connection
             */
            long: number;
            /** @description the newest first */
            prepared: components["schemas"]["PreparedFile"][];
            /**
             * Format: int64
             * @description of the topic of the session or campaign
             */
            seq: number;
        };
        Feed: {
            events: components["schemas"]["Event"][];
            /** @description what you ask for is not kept any more: fetch the snapshot and go on from its seq */
            reset: boolean;
            /**
             * Format: int64
             * @description of the topic's newest event: there is more while it is greater than your last one's
             */
            seq: number;
            topic: string;
        };
        Field: {
            field: string;
            title: string;
        };
        Figures: {
            /**
             * Format: int64
             * @description by whomever or whatever
             */
            answered: number;
            /**
             * Format: int64
             * @description dials that the carrier took and could place
             */
            calls: number;
            /**
             * Format: int64
             * @description persons whom a caller was given
             */
            contacts: number;
            /**
             * Format: int64
             * @description a person answered, and no caller was free
             */
            dropped: number;
            /** Format: int64 */
            talk_seconds: number;
            /**
             * Format: int64
             * @description of them: the correct person
             */
            talked: number;
        };
        FiguresView: {
            /**
             * Format: int64
             * @description by the run
             */
            added: number;
            /**
             * Format: int64
             * @description not put on the list because it was full
             */
            left_out: number;
            /**
             * Format: int64
             * @description put on the list by the run
             */
            listed: number;
            /**
             * Format: int64
             * @description by the run; added + merged + rejected = done of the run
             */
            merged: number;
            /** @description rejects by reason */
            reasons: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description ready, but with no phone number
             */
            without_number: number;
        };
        FileColumn: {
            /** @description phone, name, first_name, last_name, zone, zip, state, line_type, do_not_call; field:city for anything else; empty: ignored */
            field: string;
            title: string;
        };
        FileNotice: {
            code: string;
            title: string;
        };
        FileShape: {
            columns: components["schemas"]["FileColumn"][];
            /** @enum {string} */
            encoding: "utf-8" | "utf-16le" | "utf-16be" | "latin-1" | "windows-1252";
            /** @description the first row names the columns */
            header: boolean;
            /** @description the first line says sep=; and is no row */
            hint: boolean;
            /**
             * Format: int64
             * @description how many line ends there are
             */
            lines: number;
            /** @description a byte order mark said so */
            marked: boolean;
            /** @description what was noticed, in sentences */
            notices: components["schemas"]["FileNotice"][];
            /** @description the first five rows below the header */
            sample: string[][];
            /** @description a comma, a semicolon or a tab */
            separator: string;
        };
        Found: {
            /** @description a session's list and leader, a list's group, a supporter's city and group */
            about?: string;
            group?: components["schemas"]["Ref"];
            id: string;
            /** @enum {string} */
            kind: "session" | "list" | "group" | "supporter";
            name: string;
        };
        FromList: {
            /** @description its id */
            list: string;
        };
        Giving: {
            /**
             * Format: date-time
             * @description with an answer to question 1 that asks for another time
             */
            call_back_at?: string;
            /** @description single: an answer's id; multiple: ids; text: a text; number: a number; date: YYYY-MM-DD; either null when left out; read: true */
            value: unknown;
        };
        GoingAwayFrame: {
            /**
             * Format: int64
             * @description milliseconds
             */
            in: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "going_away";
        };
        GroupEdit: {
            description?: string;
            name?: string;
            /** Format: int64 */
            version: number;
            zone?: string;
        };
        GroupNew: {
            description?: string;
            name: string;
            /** @description the organisation's when left out */
            zone?: string;
        };
        GroupTold: {
            description: string;
            id: string;
            name: string;
            /** Format: int64 */
            version: number;
            zone: string;
        };
        GroupView: {
            /** Format: date-time */
            created_at: string;
            description: string;
            id: string;
            leaders: components["schemas"]["LeaderView"][];
            /** Format: int64 */
            lists: number;
            /**
             * Format: int64
             * @description with a leader on the phone
             */
            live: number;
            name: string;
            /**
             * @description mine in it
             * @enum {string}
             */
            role: "owner" | "admin" | "captain" | "vice_captain";
            /**
             * Format: int64
             * @description open ones
             */
            sessions: number;
            /** Format: int64 */
            supporters: number;
            /** Format: int64 */
            version: number;
            zone: string;
        };
        HandOver: {
            /** @description a user who leads the group */
            to: string;
        };
        HooksWebhookSwitchedOff: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["Told"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "hooks.webhook_switched_off";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        Impact: {
            /**
             * Format: int64
             * @description dials
             */
            attempted: number;
            /**
             * Format: int64
             * @description logs without a call: contacted + not_reached + not_logged + on_phone = attempted + by_hand
             */
            by_hand: number;
            /**
             * Format: int64
             * @description logs of somebody reached
             */
            contacted: number;
            /** Format: int64 */
            not_logged: number;
            /**
             * Format: int64
             * @description logs of nobody reached
             */
            not_reached: number;
            /** Format: int64 */
            on_phone: number;
            outcomes: {
                [key: string]: number;
            };
            /** Format: int64 */
            rsvp_yes: number;
        };
        ImportEdit: {
            /** @description for numbers without a country code: GB */
            country?: string;
            /** @enum {string} */
            encoding?: "utf-8" | "utf-16le" | "utf-16be" | "latin-1" | "windows-1252";
            /** @description the field of each column, in their order; empty: ignored */
            fields?: string[];
            /** @description the first row names the columns */
            header?: boolean;
            /** @description a comma, a semicolon or a tab */
            separator?: string;
            /** Format: int64 */
            version: number;
        };
        ImportEvent: {
            import: components["schemas"]["ImportView"];
        };
        ImportView: {
            by: components["schemas"]["Ref"];
            /** Format: int64 */
            bytes: number;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: int64
             * @description rows looked at in the check, or imported in the run
             */
            done: number;
            /**
             * Format: int64
             * @description rows that are merged into people of the group, or of rows before
             */
            duplicates: number;
            figures: components["schemas"]["FiguresView"];
            file_name: string;
            group: string;
            id: string;
            list?: components["schemas"]["Ref"];
            plan: components["schemas"]["Plan"];
            /** @description why it failed */
            problem?: components["schemas"]["RosterNotice"];
            /**
             * Format: int64
             * @description new people
             */
            ready: number;
            /**
             * Format: int64
             * @description rows that cannot be used; ready + duplicates + rejected = done of the check
             */
            rejected: number;
            /**
             * Format: int64
             * @description below the header, without empty ones; about, until the check is over
             */
            rows: number;
            /**
             * Format: int64
             * @description of topic import/{id}; subscribe from it. 0 inside events
             */
            seq: number;
            /** @description only for who sent the file, and where the organisation shows numbers; never in events */
            shape?: components["schemas"]["Shape"];
            /** @enum {string} */
            state: "uploading" | "columns" | "checking" | "checked" | "running" | "done" | "cancelled" | "failed";
            /** Format: date-time */
            updated_at: string;
            /** Format: int64 */
            version: number;
        };
        InvitationView: {
            email: string;
            /** Format: date-time */
            expires_at: string;
            /** @description the first password; else a new one */
            first: boolean;
            name: string;
            organisation: string;
        };
        Invited: {
            invitation: components["schemas"]["LinkView"];
            user: components["schemas"]["UserView"];
        };
        Joining: {
            name: string;
            /** @description where the link asks for one; not needed again in a browser that is in */
            passcode?: string;
        };
        JourneyView: {
            /**
             * Format: int64
             * @description dials
             */
            attempted: number;
            /**
             * Format: int64
             * @description logs without a call: contacted + not_reached + not_logged + on_phone = attempted + by_hand
             */
            by_hand: number;
            /** Format: date-time */
            completed_at?: string;
            /**
             * Format: int64
             * @description logs of somebody reached
             */
            contacted: number;
            /** @description its leader finished it before everybody was called or skipped */
            finished?: boolean;
            /** Format: int64 */
            not_logged: number;
            /**
             * Format: int64
             * @description logs of nobody reached
             */
            not_reached: number;
            /** Format: int64 */
            number: number;
            /** Format: int64 */
            on_phone: number;
            outcomes: {
                [key: string]: number;
            };
            /** Format: int64 */
            rsvp_yes: number;
            /** Format: date-time */
            started_at: string;
        };
        LastContact: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Ref"];
            /** @description the id of the list that it was on */
            list: string;
            outcome: string;
            reached: boolean;
            /**
             * @description to the event of that list
             * @enum {string}
             */
            rsvp?: "yes" | "no" | "maybe";
        };
        LastSession: {
            /** Format: date-time */
            active_at: string;
            id: string;
            leader: components["schemas"]["Ref"];
            name: string;
            /** @description a leader is on the phone for it now */
            on_phone: boolean;
            /** @description somebody was dialled */
            started: boolean;
        };
        LastTalk: {
            /** Format: date-time */
            editable_until: string;
            name: string;
            /** Format: date-time */
            over_at: string;
            /** @description the last choice that was made in it, in words; empty without one */
            said: string;
            /** Format: int64 */
            turn: number;
        };
        LaunchFrame: {
            campaign?: string;
            key: string;
            lease: string;
            /**
             * Format: int64
             * @description of the press, in milliseconds since the lease began
             */
            ms: number;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "launch";
        };
        LaunchedFrame: {
            /**
             * @description calling: the call has begun; all others: nobody was rung
             * @enum {string}
             */
            code: "calling" | "nobody_free" | "paused" | "no_caller_id" | "carrier_refuses" | "too_late" | "expired" | "not_leased" | "clicking_off" | "other_mode" | "opted_out" | "not_now";
            key: string;
            lease: string;
            /** @description the number is still on this screen and may be pressed again, with another key */
            stays: boolean;
            /** @description in words */
            title: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "launched";
        };
        LeaderBody: {
            /** @enum {string} */
            role: "captain" | "vice_captain";
        };
        LeaderNow: {
            /**
             * Format: date-time
             * @description when anything was last done in the session
             */
            active_at: string;
            /**
             * Format: int64
             * @description people in the queue
             */
            available: number;
            /**
             * Format: int64
             * @description people, by this session's own calls
             */
            completed: number;
            /** @description of the last 30 minutes, the oldest first */
            dials?: string[];
            leader: components["schemas"]["UserRef"];
            /** @description of this session */
            minutes: components["schemas"]["MinutesView"];
            /** @description of the session */
            name: string;
            next?: components["schemas"]["NextView"];
            phone: components["schemas"]["PhoneView"];
            session: string;
            /** @enum {string} */
            status: "not_started" | "in_progress" | "started" | "completed" | "archived";
            /** @description behind next */
            then?: components["schemas"]["NextView"];
        };
        LeaderView: {
            /** @description for the other leaders of the group and admins: colleagues, not supporters */
            email: string;
            id: string;
            name: string;
            /** @enum {string} */
            role: "captain" | "vice_captain";
            /** Format: date-time */
            since: string;
        };
        LeadersNow: {
            /** @description one for each open session, the one that was active last first */
            leaders: components["schemas"]["LeaderNow"][];
            /** @description of all sessions on the list, archived ones too */
            minutes: components["schemas"]["MinutesView"];
            progress: components["schemas"]["ListProgress"];
            /**
             * Format: int64
             * @description of topic list/{id}; subscribe from it
             */
            seq: number;
            /** @description between whom the list is split, in the order of the deal; none: it is not split */
            shares: components["schemas"]["ShareView"][];
            /** @description who is being called now, from whatever list */
            with: components["schemas"]["PersonWith"][];
        };
        LeaseFrame: {
            campaign?: string;
            have: string[];
            key?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "lease";
        };
        LeasedFrame: {
            /** Format: int64 */
            held: number;
            key?: string;
            /** @description one number, in launch mode: a press on it is a launch frame */
            launch?: boolean;
            /** @description empty without numbers */
            lease: string;
            /**
             * Format: int64
             * @description numbers of the campaign that need a click, all of them
             */
            left: number;
            /** @description line types, by ordinal: unknown, cell, voip */
            lines: string[];
            /** @description masked: their last five digits, by ordinal */
            numbers: string[];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "leased";
            /**
             * Format: int64
             * @description milliseconds since the lease began: no press counts after that
             */
            until: number;
        };
        LinkView: {
            /** Format: date-time */
            expires_at: string;
            /** @description copy it to the person; it works once */
            link: string;
            token: string;
        };
        ListEdit: {
            /** @description empty: the organisation's */
            caller_id?: string;
            /** Format: int64 */
            closes?: number;
            /**
             * Format: int64
             * @description minimum time between substantive contacts, at most a year
             */
            cooldown_minutes?: number;
            description?: string;
            /** @description empty: none */
            event?: string;
            /**
             * Format: int64
             * @description minimum time after another leader's attempt, at most a year
             */
            minimum_minutes?: number;
            /** @enum {string} */
            mode?: "shared" | "independent";
            name?: string;
            /**
             * Format: int64
             * @description with closes; -1 for the organisation's hours
             */
            opens?: number;
            script?: string;
            /** Format: int64 */
            version: number;
            voicemail_done?: boolean;
        };
        ListEvent: {
            deleted?: boolean;
            /** @description absent: as it was */
            list?: components["schemas"]["ListView"];
            /** @description who stands on it, or their order, changed: fetch the people again */
            people?: boolean;
        };
        ListMinutes: {
            estimated_cost?: components["schemas"]["CostView"];
            group: components["schemas"]["UserRef"];
            /**
             * Format: int64
             * @description begun minutes of the leader's legs, each leg's counted whole
             */
            leader: number;
            /** Format: int64 */
            leader_seconds: number;
            list: components["schemas"]["UserRef"];
            /**
             * Format: int64
             * @description begun minutes of the supporters' legs
             */
            supporter: number;
            /** Format: int64 */
            supporter_seconds: number;
        };
        ListProgress: {
            /** Format: int64 */
            completed: number;
            /**
             * Format: int64
             * @description without those never callable
             */
            people: number;
            /**
             * Format: int64
             * @description contact logs of somebody reached since midnight in the group's time zone
             */
            reached_today: number;
            /**
             * Format: int64
             * @description whom nobody has worked and who can be called
             */
            untouched: number;
        };
        ListRef: {
            /** @description RSVPs are for this event */
            event?: string;
            id: string;
            name: string;
            /**
             * Format: int64
             * @description calling hours begin, minutes after midnight
             */
            opens: number;
            /** @description the group's time zone */
            zone: string;
        };
        ListView: {
            /** @description empty: the organisation's; always empty in events */
            caller_id: string;
            /** Format: int64 */
            closes?: number;
            /**
             * Format: int64
             * @description minimum time between substantive contacts
             */
            cooldown_minutes: number;
            /** Format: date-time */
            created_at: string;
            description: string;
            /** @description RSVPs are for this event; empty: none */
            event: string;
            group: components["schemas"]["Ref"];
            id: string;
            /** @description an import that is putting people on it */
            import?: string;
            last_session?: components["schemas"]["LastSession"];
            /**
             * Format: int64
             * @description can be called, and not completed in an open session
             */
            left: number;
            /**
             * Format: int64
             * @description minimum time after another leader's attempt
             */
            minimum_minutes: number;
            /** @enum {string} */
            mode: "shared" | "independent";
            name: string;
            /**
             * Format: int64
             * @description calling hours of its own, in minutes after midnight; absent: the organisation's
             */
            opens?: number;
            /** Format: int64 */
            people: number;
            script: string;
            /**
             * Format: int64
             * @description of topic list/{id}; subscribe from it. 0 inside events and indexes
             */
            seq: number;
            /** Format: int64 */
            version: number;
            /** @description a left voicemail counts as done */
            voicemail_done: boolean;
        };
        Listed: {
            session: components["schemas"]["SessionRow"];
        };
        LoadEdit: {
            /** @description for numbers without a country code: GB */
            country?: string;
            /** @description the field of each column, in their order; empty: ignored */
            fields?: string[];
            /** @description the first row names the columns */
            header?: boolean;
            /** Format: int64 */
            version: number;
        };
        LoadPlan: {
            /** @description for numbers without a country code: GB */
            country: string;
            /** @description the field of each column, in their order */
            fields: string[];
        };
        LoadReject: {
            cells: string[];
            reason: string;
            /**
             * Format: int64
             * @description as a spreadsheet numbers it
             */
            row: number;
        };
        LoadTold: {
            load: components["schemas"]["LoadView"];
        };
        LoadView: {
            by: components["schemas"]["CampaignRef"];
            /** Format: int64 */
            bytes: number;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: int64
             * @description rows at a number that is there already: shown as household. It is a landline if all its rows say so, and may be in the time zones of all of them
             */
            duplicates: number;
            /** @description or the name of the call list */
            file_name: string;
            id: string;
            /** @description the call list that the people came from; absent for a file */
            list?: string;
            /** Format: int64 */
            loaded: number;
            /**
             * Format: int64
             * @description numbers on the Do Not Call list
             */
            opted_out: number;
            /**
             * Format: int64
             * @description of loading
             */
            percent: number;
            plan: components["schemas"]["LoadPlan"];
            problem?: string;
            /**
             * Format: int64
             * @description GET …/rejects has them with their reasons
             */
            rejected: number;
            /**
             * Format: int64
             * @description about as many until the scan has seen them all
             */
            rows: number;
            /** Format: int64 */
            rows_done: number;
            /** @description without its sample in events */
            shape: components["schemas"]["FileShape"];
            /** @enum {string} */
            state: "uploading" | "scanning" | "scanned" | "loading" | "done" | "failed" | "cancelled";
            /**
             * Format: int64
             * @description rows with a number that can be called
             */
            valid: number;
            /** Format: int64 */
            version: number;
        };
        LogLine: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Ref"];
            /** @description of the list asked for */
            current: boolean;
            id: string;
            list: components["schemas"]["Ref"];
            method: string;
            notes: string;
            outcome: string;
            reached: boolean;
            rsvp?: string;
        };
        LogRequest: {
            do_not_call?: boolean;
            /** @description phone_call unless told */
            method?: string;
            notes?: string;
            /**
             * @description reached without one: talked
             * @enum {string}
             */
            outcome?: "talked" | "not_interested" | "refused" | "call_back" | "do_not_call" | "no_answer" | "busy" | "voicemail" | "wrong_number" | "not_in_service" | "deceased";
            reached: boolean;
            /** @enum {string} */
            rsvp?: "yes" | "no" | "maybe";
            skip?: components["schemas"]["SkipRequest"];
            tags_added?: string[];
            tags_removed?: string[];
            /**
             * Format: int64
             * @description of the log that is corrected; none for the first one
             */
            version?: number;
        };
        LogView: {
            /** @description in replies to presses: POST /undo/{action} takes it back */
            action?: string;
            /** Format: date-time */
            at: string;
            attempt?: string;
            by: components["schemas"]["UserRef"];
            /** Format: date-time */
            corrected_at?: string;
            do_not_call: boolean;
            id: string;
            method: string;
            notes: string;
            /** @enum {string} */
            outcome: "talked" | "not_interested" | "refused" | "call_back" | "do_not_call" | "no_answer" | "busy" | "voicemail" | "wrong_number" | "not_in_service" | "deceased";
            reached: boolean;
            /** @enum {string} */
            rsvp?: "yes" | "no" | "maybe";
            tags_added: string[];
            tags_removed: string[];
            /**
             * Format: date-time
             * @description until when, by the server's clock
             */
            undo_until?: string;
            /** Format: int64 */
            version: number;
        };
        Made: {
            /** Format: date-time */
            created_at: string;
            /** @description name of who added it */
            created_by: string;
            /**
             * Format: date-time
             * @description last success
             */
            delivered_at?: string;
            /** Format: date-time */
            failing_since?: string;
            id: string;
            /** @description of events; none: all */
            kinds: string[];
            /**
             * Format: date-time
             * @description it failed for three days and was switched off
             */
            off_at?: string;
            /** @description deliveries are signed with it; it is shown this once */
            secret: string;
            /** @enum {string} */
            state: "on" | "failing" | "off";
            url: string;
            /**
             * Format: int64
             * @description deliveries that are still to be sent
             */
            waiting: number;
        };
        Markdown: {
            /** @description as in alert bars and end cards */
            text: string;
        };
        Me: {
            email: string;
            /** @description the groups I lead; admins see all by GET /groups */
            groups: components["schemas"]["MyGroup"][];
            id: string;
            language: string;
            /** @description E.164 */
            mobile?: string;
            /** @description as people write it: +44 7700 900123 */
            mobile_international?: string;
            /** @description GB mobile */
            mobile_kind?: string;
            mobile_verified: boolean;
            name: string;
            organisation: components["schemas"]["MyOrganisation"];
            shortcuts: boolean;
            /** @enum {string} */
            theme: "device" | "light" | "dark";
            /** Format: int64 */
            version: number;
        };
        MeEdit: {
            email?: string;
            language?: string;
            /** @description as people write it; empty takes it away */
            mobile?: string;
            name?: string;
            shortcuts?: boolean;
            /** @enum {string} */
            theme?: "device" | "light" | "dark";
            /** Format: int64 */
            version: number;
        };
        MessagesView: {
            /** @description newest first */
            alerts: components["schemas"]["AlertView"][];
            /** @description of callers; none on clickers' pages */
            end_cards: components["schemas"]["EndCards"];
            /**
             * Format: date-time
             * @description the server's time when this was said
             */
            now: string;
            /**
             * Format: int64
             * @description of the topic it was read beside: events up to it are in it; not in events
             */
            seq?: number;
        };
        Mine: {
            /**
             * Format: int64
             * @description of a caller who waits: how many wait longer
             */
            ahead: number;
            /** @description they hear one when somebody is there */
            beep: boolean;
            campaign: components["schemas"]["CampaignRef"];
            /** @description to type when ringing from another number than one's own */
            code?: string;
            /** @description the number to ring, E.164 */
            dial_in?: string;
            dial_in_text?: string;
            /**
             * Format: date-time
             * @description when the time for the answers is over
             */
            due_at?: string;
            /**
             * Format: int64
             * @description about how long yet, as the last ten minutes went; absent when there is nothing to go by
             */
            estimate_seconds?: number;
            id: string;
            /** @description talks that are over and whose answers can still be changed, the latest first; none during a talk */
            last: components["schemas"]["LastTalk"][];
            /** @description whom they talk to, or whose answers are not saved */
            name?: string;
            /** @description what to say, in a word: machine, not_reached, busy, no_key, bad_number, phone_config, other_number, incomplete, time_up, asked_to_finish */
            notice?: string;
            /** @description the caller's own, E.164: never in events */
            number?: string;
            /** @description number as people write it, behind the country's code: +44 7700 900123 */
            number_text?: string;
            own: components["schemas"]["Own"];
            phone_connected: boolean;
            /** @description the number that rang us, E.164, when it is not the one that was said */
            rang_from?: string;
            rang_from_text?: string;
            /** Format: int64 */
            seq: number;
            /** Format: date-time */
            since: string;
            /** @enum {string} */
            state: "out" | "joining" | "waiting" | "talking" | "wrap_up" | "on_break" | "not_ready" | "finished";
            /** @description why they wait, or why nobody is called, in words */
            status: string;
            /** @description the page that was opened last: others give way to it */
            tab?: string;
            talk?: components["schemas"]["Talk"];
            /** Format: int64 */
            talked_seconds: number;
            /** Format: int64 */
            talks: number;
            /** @description subscribe to it from seq */
            topic: string;
            /**
             * Format: int64
             * @description of the talk, or of the last one
             */
            turn: number;
            /** Format: int64 */
            version: number;
            /**
             * @description done as soon as nothing that rings is for them
             * @enum {string}
             */
            wish?: "" | "break" | "finish";
        };
        MinutesView: {
            /** @description at today's prices; absent while the organisation has set none */
            estimated_cost?: components["schemas"]["CostView"];
            /**
             * Format: int64
             * @description begun minutes of the leader's legs, each leg's counted whole
             */
            leader: number;
            /** Format: int64 */
            leader_seconds: number;
            /** @description legs that are up now and not in the minutes yet */
            open: components["schemas"]["OpenLeg"][];
            /**
             * Format: int64
             * @description begun minutes of the supporters' legs
             */
            supporter: number;
            /** Format: int64 */
            supporter_seconds: number;
        };
        Moved: {
            /** Format: int64 */
            changed: number;
            /** Format: int64 */
            people: number;
        };
        MyGroup: {
            id: string;
            name: string;
            /** @enum {string} */
            role: "captain" | "vice_captain";
        };
        MyOrganisation: {
            /** @description false: nobody can be rung yet */
            caller_id_set: boolean;
            /** Format: int64 */
            closes: number;
            /** @description of numbers without a country code */
            country: string;
            id: string;
            name: string;
            /**
             * Format: int64
             * @description calling hours begin, minutes after midnight
             */
            opens: number;
            /** @description of a minute of phone; off until set */
            price: components["schemas"]["Price"];
            /**
             * @description organisation-wide; none for other users
             * @enum {string}
             */
            role?: "owner" | "admin";
            /** @description leaders see supporters' numbers */
            show_numbers: boolean;
            /** @description IANA time zone */
            zone: string;
        };
        Named: {
            id: string;
            name: string;
        };
        NarrowTo: {
            caller?: string;
            /** Format: date-time */
            from?: string;
            /** Format: int64 */
            pass?: number;
        };
        New: {
            /** @description of events; none: all */
            kinds?: string[];
            /** @description https://…, reachable from the internet */
            url: string;
        };
        NewCampaign: {
            name?: string;
        };
        NewList: {
            caller_id?: string;
            /** Format: int64 */
            closes?: number;
            /** Format: int64 */
            cooldown_minutes?: number;
            description?: string;
            event?: string;
            /**
             * Format: int64
             * @description 240 when left out
             */
            minimum_minutes?: number;
            /** @enum {string} */
            mode?: "shared" | "independent";
            name: string;
            /** Format: int64 */
            opens?: number;
            script?: string;
            voicemail_done?: boolean;
        };
        NewSupporter: {
            city?: string;
            do_not_call?: boolean;
            do_not_contact?: boolean;
            email?: string;
            level?: string;
            /** @description also put them on this list of the group */
            list?: string;
            name: string;
            notes?: string;
            phone?: string;
            tags?: string[];
            zone?: string;
        };
        NextView: {
            entry: string;
            name: string;
            supporter: string;
        };
        Notice: {
            /** Format: date-time */
            at?: string;
            code?: string;
            title?: string;
        };
        NumberView: {
            country: string;
            international: string;
            /** @description GB mobile */
            kind: string;
            /** @description E.164 */
            number: string;
        };
        Numbering: {
            /** @description as people write it */
            number: string;
        };
        OnListView: {
            city: string;
            /** Format: date-time */
            created_at: string;
            do_not_call: boolean;
            do_not_contact: boolean;
            /** @description only where the organisation shows numbers */
            email?: string;
            group: string;
            has_email: boolean;
            has_phone: boolean;
            id: string;
            last_contact?: components["schemas"]["LastContact"];
            level: string;
            name: string;
            notes: string;
            /** @description the number is on the organisation's Do Not Call list */
            opted_out: boolean;
            /** @description only where the organisation shows numbers */
            phone?: string;
            /**
             * Format: int64
             * @description order on the list, least first
             */
            position: number;
            tags: string[];
            /** Format: date-time */
            updated_at: string;
            /** Format: int64 */
            version: number;
            /** @description their own time zone, empty for the group's */
            zone: string;
        };
        Onto: {
            /** @description a list of the group */
            list?: string;
            /** @description the name of a list to make */
            new_list?: string;
        };
        OpenLeg: {
            /** Format: date-time */
            answered_at: string;
            /** @enum {string} */
            leg: "leader" | "supporter";
        };
        Opening: {
            /** @description any name of its own; pages of other tabs give way */
            tab: string;
        };
        OptOutPage: {
            items: components["schemas"]["OptOutView"][];
            next?: string;
            /** Format: int64 */
            total: number;
        };
        OptOutView: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Ref"];
            /** @description whole where the organisation shows numbers, else its last two digits */
            phone: string;
            /** @description who has this number */
            supporters: string[];
        };
        OptedOut: {
            /**
             * Format: int64
             * @description as wanted before
             */
            already: number;
            /** Format: int64 */
            changed: number;
            /**
             * Format: int64
             * @description on the list now
             */
            total: number;
        };
        OptedOutBy: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Ref"];
        };
        OptedOutView: {
            /** @description without an id when nobody signed in put it there */
            by: components["schemas"]["CampaignRef"];
            /**
             * Format: int64
             * @description its number in the campaign
             */
            contact: number;
            name: string;
            /** @description whole where the organisation shows numbers, else its last two digits */
            phone: string;
            /** Format: date-time */
            since: string;
        };
        Ordering: {
            /** @description ahead of this person; empty: to the end */
            before?: string;
            /**
             * @description sorts everybody
             * @enum {string}
             */
            by?: "name" | "random";
            /** @description moves these, in this order, */
            ids?: string[];
        };
        OrganisationEdit: {
            /** @description as people write it; empty takes it away */
            caller_id?: string;
            /** Format: int64 */
            closes?: number;
            country?: string;
            /** Format: int64 */
            daily_cap?: number;
            /** Format: int64 */
            gap_minutes?: number;
            name?: string;
            /** Format: int64 */
            opens?: number;
            /** @description all of it at once; an empty currency switches estimates off */
            price?: components["schemas"]["Price"];
            show_numbers?: boolean;
            /** Format: int64 */
            version: number;
            zone?: string;
        };
        OrganisationTold: {
            caller_id_set: boolean;
            /** Format: int64 */
            closes: number;
            country: string;
            /** Format: int64 */
            daily_cap: number;
            /** Format: int64 */
            gap_minutes: number;
            id: string;
            name: string;
            /**
             * Format: int64
             * @description minutes after midnight at the supporter's place
             */
            opens: number;
            /** @description of a minute of phone; off until set */
            price: components["schemas"]["Price"];
            /** @description false: throw away what numbers you have; true: fetch anew what shows them */
            show_numbers: boolean;
            /** Format: int64 */
            version: number;
            zone: string;
        };
        OrganisationView: {
            /** @description E.164; admins only */
            caller_id?: string;
            caller_id_international?: string;
            /** Format: int64 */
            closes: number;
            country: string;
            /**
             * Format: int64
             * @description a campaign calls nobody who has answered as many calls within a day, whoever made them; agreed call-backs come on top
             */
            daily_cap: number;
            /**
             * Format: int64
             * @description minimum time between substantive contacts
             */
            gap_minutes: number;
            id: string;
            name: string;
            /**
             * Format: int64
             * @description minutes after midnight at the supporter's place
             */
            opens: number;
            /** @description of a minute of phone; off until set */
            price: components["schemas"]["Price"];
            show_numbers: boolean;
            /** Format: int64 */
            version: number;
            zone: string;
        };
        OutcomeFigure: {
            /** Format: int64 */
            n: number;
            outcome: string;
        };
        Overview: {
            items: components["schemas"]["View"][];
            /** @description kinds of events that can be chosen */
            kinds: string[];
        };
        OwedView: {
            /** Format: date-time */
            answered_at?: string;
            attempt: string;
            /** @description put off or timed out: the log is a correction, nothing waits for it */
            closed: boolean;
            /** Format: date-time */
            ended_at?: string;
            entry: string;
            name: string;
            supporter: string;
        };
        Own: {
            /**
             * Format: int64
             * @description people they were given
             */
            calls: number;
            /**
             * Format: int64
             * @description with their phone connected
             */
            seconds: number;
            /**
             * Format: int64
             * @description with how many of them they talked, as question 1 says
             */
            talks: number;
        };
        PageAlertView: {
            items: components["schemas"]["AlertView"][];
            /** @description pass it back as ?cursor= for the next page; absent on the last one */
            next?: string;
        };
        PageAuditView: {
            items: components["schemas"]["AuditView"][];
            /** @description pass it back as ?cursor= for the next page; absent on the last one */
            next?: string;
        };
        PageCallBackView: {
            items: components["schemas"]["CallBackView"][];
            /** @description pass it back as ?cursor= for the next page; absent on the last one */
            next?: string;
        };
        PageCallerID: {
            items: components["schemas"]["CallerID"][];
            /** @description pass it back as ?cursor= for the next page; absent on the last one */
            next?: string;
        };
        PageCallerRow: {
            items: components["schemas"]["CallerRow"][];
            /** @description pass it back as ?cursor= for the next page; absent on the last one */
            next?: string;
        };
        PageDeliveryView: {
            items: components["schemas"]["DeliveryView"][];
            /** @description pass it back as ?cursor= for the next page; absent on the last one */
            next?: string;
        };
        PageEntryView: {
            items: components["schemas"]["EntryView"][];
            /** @description pass it back as ?cursor= for the next page; absent on the last one */
            next?: string;
        };
        PageFound: {
            items: components["schemas"]["Found"][];
            /** @description pass it back as ?cursor= for the next page; absent on the last one */
            next?: string;
        };
        PageGroupView: {
            items: components["schemas"]["GroupView"][];
            /** @description pass it back as ?cursor= for the next page; absent on the last one */
            next?: string;
        };
        PageImportView: {
            items: components["schemas"]["ImportView"][];
            /** @description pass it back as ?cursor= for the next page; absent on the last one */
            next?: string;
        };
        PageLeaderView: {
            items: components["schemas"]["LeaderView"][];
            /** @description pass it back as ?cursor= for the next page; absent on the last one */
            next?: string;
        };
        PageLinkView: {
            items: components["schemas"]["CampaignLink"][];
            /** @description pass it back as ?cursor= for the next page; absent on the last one */
            next?: string;
        };
        PageListView: {
            items: components["schemas"]["ListView"][];
            /** @description pass it back as ?cursor= for the next page; absent on the last one */
            next?: string;
        };
        PageOptedOutView: {
            items: components["schemas"]["OptedOutView"][];
            /** @description pass it back as ?cursor= for the next page; absent on the last one */
            next?: string;
        };
        PagePersonView: {
            items: components["schemas"]["CampaignPerson"][];
            /** @description pass it back as ?cursor= for the next page; absent on the last one */
            next?: string;
        };
        PageReject: {
            items: components["schemas"]["LoadReject"][];
            /** @description pass it back as ?cursor= for the next page; absent on the last one */
            next?: string;
        };
        PageTokenView: {
            items: components["schemas"]["TokenView"][];
            /** @description pass it back as ?cursor= for the next page; absent on the last one */
            next?: string;
        };
        PageUserView: {
            items: components["schemas"]["UserView"][];
            /** @description pass it back as ?cursor= for the next page; absent on the last one */
            next?: string;
        };
        PassFigures: {
            /**
             * Format: int64
             * @description by whomever or whatever
             */
            answered: number;
            /**
             * Format: int64
             * @description dials that the carrier took and could place
             */
            calls: number;
            /**
             * Format: int64
             * @description persons whom a caller was given
             */
            contacts: number;
            /**
             * Format: int64
             * @description a person answered, and no caller was free
             */
            dropped: number;
            /** Format: int64 */
            pass: number;
            /** Format: int64 */
            talk_seconds: number;
            /**
             * Format: int64
             * @description of them: the correct person
             */
            talked: number;
        };
        Passcode: {
            /** @description 4 to 40 characters; upper and lower case are the same, and so are spaces and none; empty: no passcode */
            passcode: string;
        };
        PasswordBody: {
            /** @description the new one, at least 10 characters */
            password: string;
            present: string;
        };
        PastContact: {
            /** @description the call was answered, by whomever */
            answered: boolean;
            /** Format: date-time */
            at: string;
            by: components["schemas"]["Ref"];
            /** @description by a call; false: written down without one */
            called: boolean;
            /** Format: date-time */
            corrected_at?: string;
            /** @description they asked not to be called again */
            do_not_call: boolean;
            /** @description of the list: the RSVP is for it */
            event?: string;
            id: string;
            list: components["schemas"]["Ref"];
            method: string;
            notes: string;
            /** @description empty: the call was never logged */
            outcome: string;
            reached: boolean;
            rsvp?: string;
            session: components["schemas"]["Ref"];
            tags_added: string[];
            tags_removed: string[];
        };
        PastContacts: {
            items: components["schemas"]["PastContact"][];
            /** @description pass it back as ?cursor= for the next page; absent on the last one */
            next?: string;
            /** Format: int64 */
            total: number;
        };
        PeoplePage: {
            items: components["schemas"]["OnListView"][];
            /** @description pass it back as ?cursor= for the next page; absent on the last one */
            next?: string;
            /** Format: int64 */
            total: number;
        };
        Person: {
            doing: string;
            id: string;
            name: string;
            /**
             * Format: date-time
             * @description when they were last heard of
             */
            seen: string;
        };
        PersonLogged: {
            /** @description they asked for it, or the number is on the organisation's list */
            do_not_call: boolean;
            /** @description absent: none (any more) */
            last_contact?: components["schemas"]["ContactView"];
            supporter: string;
            tags: string[];
            /** Format: int64 */
            version: number;
        };
        PersonRef: {
            city?: string;
            id: string;
            name: string;
            phone?: string;
        };
        PersonView: {
            /** Format: date-time */
            answered_at?: string;
            attempt: string;
            /** Format: date-time */
            dialled_at?: string;
            /** Format: date-time */
            ended_at?: string;
            entry: string;
            logged: boolean;
            name: string;
            /** @description known from the carrier: no_answer, busy, not_in_service */
            prefill?: string;
            supporter: string;
            /** @description logged by a key on the phone: how its leader's page takes that back */
            undo?: components["schemas"]["Undoable"];
        };
        PersonWith: {
            session?: string;
            supporter: string;
            with?: components["schemas"]["UserRef"];
        };
        PhoneView: {
            /**
             * Format: date-time
             * @description when this stay on the phone began
             */
            begun_at?: string;
            /** @description hangs up after the present talk */
            ending: boolean;
            /** @description why it is idle, in a sentence */
            notice?: components["schemas"]["Notice"];
            /** @description who is being called or was just called */
            person?: components["schemas"]["PersonView"];
            run?: string;
            /** Format: date-time */
            since?: string;
            /** @enum {string} */
            state: "idle" | "placing" | "unknown" | "ringing" | "greeting" | "dialling" | "talking" | "wrap_up" | "finished";
        };
        Phones: {
            /** @description for numbers without a country code; empty: the organisation's */
            country?: string;
            phones: string[];
        };
        PingFrame: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ping";
        };
        Plan: {
            /** @description for numbers without a country code: GB */
            country: string;
            /** @description the field of each column, in their order */
            fields: string[];
            /** @description everybody is also put on this list */
            list: string;
        };
        PongFrame: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "pong";
        };
        PreparedFile: {
            /**
             * Format: date-time
             * @description its rows are as they were then
             */
            as_of?: string;
            by: components["schemas"]["ExportRef"];
            /** Format: int64 */
            bytes: number;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description when it can be fetched no more
             */
            expires_at?: string;
            file: string;
            /** @enum {string} */
            format: "csv" | "json";
            id: string;
            /** @description of the file */
            name: string;
            /** @description what its rows are narrowed down to; absent: nothing */
            narrowed?: components["schemas"]["NarrowTo"];
            /** @description phone numbers are in it */
            numbers: boolean;
            /**
             * Format: int64
             * @description 100 only when it can be fetched
             */
            percent: number;
            /** @description why it could not be prepared, as a sentence */
            problem?: string;
            /** Format: int64 */
            rows: number;
            /** @enum {string} */
            state: "preparing" | "ready" | "failed" | "cancelled" | "expired";
            /**
             * Format: date-time
             * @description only where another server had to go on: later rows are as they were by then
             */
            until?: string;
            /**
             * Format: int64
             * @description the higher one is the newer state
             */
            version: number;
        };
        PreparingView: {
            /**
             * Format: int64
             * @description people
             */
            done: number;
            /** @enum {string} */
            kind: "queue" | "cycle" | "finish" | "reopen";
            /** Format: int64 */
            of: number;
        };
        PresenceFrame: {
            /** @description ids of people who were not heard of for 30 seconds */
            gone?: string[];
            people: components["schemas"]["Person"][];
            topic: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "presence";
        };
        Price: {
            /** @description ISO 4217, such as GBP; empty: nothing is estimated */
            currency: string;
            /** @description of a minute of a leader's leg: decimal, at most six places */
            leader: string;
            /** @description of a minute of a supporter's leg */
            supporter: string;
        };
        Problem: {
            code: string;
            errors?: components["schemas"]["Field"][];
            /** Format: int64 */
            status: number;
            title: string;
        } & {
            [key: string]: unknown;
        };
        Progress: {
            /** Format: int64 */
            completed: number;
            /**
             * Format: int64
             * @description by this session's own calls; the rest by other leaders
             */
            completed_by_leader: number;
            /**
             * Format: int64
             * @description without people removed unworked and people never callable
             */
            total: number;
        };
        QuestionFigures: {
            /** @description of a choice: each with its talks; those that the script dropped come last */
            answers: components["schemas"]["AnswerFigure"][];
            /** @description the script does not have it any more */
            dropped?: boolean;
            id: string;
            /** @enum {string} */
            kind: "single" | "multiple" | "text" | "number" | "date" | "read";
            /**
             * Format: double
             * @description of a number
             */
            mean?: number;
            /**
             * Format: int64
             * @description talks in which it was answered
             */
            n: number;
            title: string;
        };
        RSVP: {
            /** Format: date-time */
            at: string;
            event: string;
            list: components["schemas"]["Ref"];
            /** @enum {string} */
            rsvp: "yes" | "no" | "maybe";
        };
        Ref: {
            id: string;
            name: string;
        };
        RefusedPress: {
            /** @enum {string} */
            code: "already" | "opted_out" | "expired" | "not_leased" | "clicking_off";
            /** Format: int64 */
            ordinal: number;
        };
        RejectView: {
            /** @description as they stood in the file */
            cells: string[];
            reason: string;
            /** Format: int64 */
            row: number;
        };
        RejectsPage: {
            items: components["schemas"]["RejectView"][];
            /** @description pass it back as ?cursor= for the next page; absent on the last one */
            next?: string;
            /** Format: int64 */
            total: number;
        };
        ReleaseFrame: {
            campaign?: string;
            key: string;
            lease: string;
            ordinals?: number[];
            skip?: boolean;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "release";
        };
        ResetFrame: {
            topic: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "reset";
        };
        Results: {
            /** Format: date-time */
            at: string;
            /** @description who was given somebody, the most contacts first */
            callers: components["schemas"]["CallerFigures"][];
            /** @description times are days */
            daily: boolean;
            /**
             * Format: date-time
             * @description the first instant of the period; absent: all of it
             */
            from?: string;
            /**
             * Format: int64
             * @description calls and talks that are not over: their figures still move
             */
            moving: number;
            /**
             * Format: int64
             * @description contacts of the campaign
             */
            numbers: number;
            /** @description the most frequent first */
            outcomes: components["schemas"]["OutcomeFigure"][];
            passes: components["schemas"]["PassFigures"][];
            /**
             * Format: int64
             * @description how long callers' phones were connected; with a pass asked for: 0
             */
            phone_seconds: number;
            /** @description in the order of the script; those that it dropped come last */
            questions: components["schemas"]["QuestionFigures"][];
            /** @description by hour; by day of the campaign's zone where there are more than three days */
            times: components["schemas"]["TimeFigures"][];
            total: components["schemas"]["Figures"];
        };
        Retry: {
            /** @enum {string} */
            again: "no" | "yes" | "once_more" | "at_time";
            /** @description the number goes on the organisation's Do Not Call list */
            do_not_call?: boolean;
            /** @description the number is marked as bad */
            flag?: boolean;
        };
        ReturnView: {
            /** Format: date-time */
            at: string;
            /** Format: int64 */
            count: number;
        };
        RosterImportChanged: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["ImportEvent"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "roster.import_changed";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        RosterListChanged: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["ListEvent"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "roster.list_changed";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        RosterNotice: {
            code: string;
            title: string;
        };
        RosterSupporterChanged: {
            /** Format: date-time */
            at: string;
            data: components["schemas"]["SupporterEvent"];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "roster.supporter_changed";
            /**
             * Format: int64
             * @description place in the topic, from 1 without gaps; 0: a sign that is not kept
             */
            seq: number;
            /** @description family/id */
            topic: string;
        };
        Saw: {
            /** Format: int64 */
            version: number;
        };
        ScriptAnswer: {
            id: string;
            label: string;
            /** @description offered behind More */
            more?: boolean;
            /** @description a question's id, or end; of single choice */
            next?: string;
            /**
             * @description question 1: what became of the call
             * @enum {string}
             */
            outcome?: "" | "talked" | "not_home" | "refused" | "wrong_number" | "moved" | "deceased" | "language" | "do_not_call" | "call_back" | "hung_up" | "not_in_service";
            /** @description question 1: whether the number is called again */
            retry?: components["schemas"]["Retry"];
        };
        ScriptQuestion: {
            answers: components["schemas"]["ScriptAnswer"][];
            /** @description any short name of its own */
            id: string;
            /** @enum {string} */
            kind: "single" | "multiple" | "text" | "number" | "date" | "read";
            /** @description where every kind but single leads: a question's id, or end */
            next?: string;
            /** @description what callers read, with merge fields: {first_name} */
            text: string;
            title: string;
        };
        ScriptTold: {
            script: components["schemas"]["CampaignScript"];
            /** Format: int64 */
            script_version: number;
        };
        /** @description What a server says on the socket. */
        ServerFrame: components["schemas"]["SubscribedFrame"] | components["schemas"]["EventFrame"] | components["schemas"]["EventsFrame"] | components["schemas"]["ResetFrame"] | components["schemas"]["ErrorFrame"] | components["schemas"]["PresenceFrame"] | components["schemas"]["PongFrame"] | components["schemas"]["GoingAwayFrame"] | components["schemas"]["BusFrame"] | components["schemas"]["LeasedFrame"] | components["schemas"]["AckFrame"] | components["schemas"]["LaunchedFrame"];
        SessionEdit: {
            name: string;
            /**
             * Format: int64
             * @description the one you saw; another answers 409 with the present state
             */
            version: number;
        };
        SessionRow: {
            /** Format: date-time */
            active_at: string;
            group: components["schemas"]["UserRef"];
            id: string;
            leader: components["schemas"]["UserRef"];
            list: components["schemas"]["UserRef"];
            name: string;
            on_phone: boolean;
            preparing?: components["schemas"]["PreparingView"];
            progress: components["schemas"]["Progress"];
            /** @enum {string} */
            status: "not_started" | "in_progress" | "started" | "completed" | "archived";
            /** Format: int64 */
            version: number;
        };
        SessionView: {
            /** @description in replies to presses: POST /undo/{action} takes it back */
            action?: string;
            /** Format: date-time */
            active_at: string;
            /** Format: date-time */
            archived_at?: string;
            /** Format: date-time */
            created_at: string;
            cycle: components["schemas"]["CycleView"];
            group: components["schemas"]["UserRef"];
            id: string;
            impact: components["schemas"]["Impact"];
            journey: components["schemas"]["JourneyView"][];
            leader: components["schemas"]["UserRef"];
            list: components["schemas"]["ListRef"];
            /** @description on the phone, both legs */
            minutes: components["schemas"]["MinutesView"];
            name: string;
            /** @description calls that were answered and have no log yet, oldest first */
            owed: components["schemas"]["OwedView"][];
            phone: components["schemas"]["PhoneView"];
            /** @description its entries are being worked through, so many at a time; absent: they are as they should be */
            preparing?: components["schemas"]["PreparingView"];
            progress: components["schemas"]["Progress"];
            /**
             * Format: int64
             * @description of topic session/{id}; subscribe from it. 0 inside events
             */
            seq: number;
            /** @description whether Start or Resume can be pressed now, as far as the session itself goes; the leader's own profile may still miss a number */
            start: components["schemas"]["CanView"];
            /** Format: date-time */
            started_at?: string;
            /** @enum {string} */
            status: "not_started" | "in_progress" | "started" | "completed" | "archived";
            /**
             * Format: date-time
             * @description until when, by the server's clock
             */
            undo_until?: string;
            /** Format: int64 */
            version: number;
        };
        SessionsPage: {
            /**
             * Format: int64
             * @description so many archived ones are left out, on all pages together; only where they are not asked for
             */
            archived?: number;
            items: components["schemas"]["SessionRow"][];
            /** @description pass it back as ?cursor= for the next page; absent on the last one */
            next?: string;
        };
        Shape: {
            columns: components["schemas"]["Column"][];
            /** @enum {string} */
            encoding: "utf-8" | "utf-16le" | "utf-16be" | "latin-1" | "windows-1252";
            /** @description the first row names the columns */
            header: boolean;
            /** @description the first line says sep=; and is no row */
            hint: boolean;
            /**
             * Format: int64
             * @description how many line ends there are
             */
            lines: number;
            /** @description a byte order mark said so */
            marked: boolean;
            /** @description what was noticed, in sentences */
            notices: components["schemas"]["RosterNotice"][];
            sample: string[][];
            /** @description a comma, a semicolon or a tab */
            separator: string;
        };
        ShareView: {
            leader: components["schemas"]["UserRef"];
            /**
             * Format: int64
             * @description whom nobody has worked and who can be called
             */
            left: number;
            /** Format: int64 */
            people: number;
        };
        Shown: {
            /** @description made safe: show it as it is, with {first_name} put in as text */
            html: string;
        };
        SignInBody: {
            email: string;
            password: string;
        };
        SignOutBody: {
            /** @description on all devices */
            everywhere?: boolean;
        };
        SkipRequest: {
            /** @description of date: 2006-01-02, tomorrow to one year ahead, in the group's time zone */
            date?: string;
            /**
             * Format: int64
             * @description of quick: 15, 30, 60 or 120
             */
            minutes?: number;
            /**
             * Format: date-time
             * @description when the button was pressed, if that was earlier
             */
            pressed_at?: string;
            /** @description up to 500 characters; required to remove */
            reason?: string;
            /** @enum {string} */
            type: "quick" | "today" | "date" | "cycle" | "remove";
        };
        SkipView: {
            /** Format: date-time */
            at: string;
            by: components["schemas"]["UserRef"];
            reason?: string;
            /** @enum {string} */
            type: "quick" | "today" | "date" | "cycle" | "remove";
            /** Format: date-time */
            until?: string;
        };
        Spending: {
            /** @description at today's prices; absent while none is set */
            estimated_cost?: components["schemas"]["CostView"];
            /**
             * Format: int64
             * @description begun minutes of the leader's legs, each leg's counted whole
             */
            leader: number;
            /** Format: int64 */
            leader_seconds: number;
            /** @description also deleted ones; all together they are the minutes above */
            lists: components["schemas"]["ListMinutes"][];
            /**
             * Format: int64
             * @description begun minutes of the supporters' legs
             */
            supporter: number;
            /** Format: int64 */
            supporter_seconds: number;
        };
        SplitList: {
            /** @description users who lead the group, in the order of the deal; none: the split ends and everybody is in every queue again */
            leaders: string[];
        };
        SplitView: {
            shares: components["schemas"]["ShareView"][];
        };
        StartSession: {
            /** @description hang up where the leader is on the phone, and ring here */
            move?: boolean;
        };
        StateTold: {
            /** @description of stalled */
            cause?: string;
            counts: components["schemas"]["CampaignCounts"];
            id: string;
            name: string;
            sentence: string;
            /** @enum {string} */
            state: "draft" | "loading" | "load_failed" | "paused" | "complete" | "outside_hours" | "stalled" | "running";
        };
        SubscribeFrame: {
            /** Format: int64 */
            since?: number;
            topic: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "subscribe";
        };
        SubscribedFrame: {
            /** Format: int64 */
            seq: number;
            topic: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "subscribed";
        };
        SupporterCard: {
            city: string;
            /** Format: date-time */
            created_at: string;
            do_not_call: boolean;
            do_not_contact: boolean;
            /** @description only where the organisation shows numbers */
            email?: string;
            group: string;
            has_email: boolean;
            has_phone: boolean;
            /** @description the contact logs of the list asked for, and the last three others; newest first */
            history: components["schemas"]["LogLine"][];
            id: string;
            in_group: components["schemas"]["Ref"];
            last_contact?: components["schemas"]["LastContact"];
            level: string;
            /** @description the lists they stand on */
            lists: components["schemas"]["Ref"][];
            name: string;
            notes: string;
            /** @description who put their number on the organisation's Do Not Call list */
            opt_out?: components["schemas"]["OptedOutBy"];
            /** @description the number is on the organisation's Do Not Call list */
            opted_out: boolean;
            /** @description only where the organisation shows numbers */
            phone?: string;
            rsvps: components["schemas"]["RSVP"][];
            /**
             * Format: int64
             * @description of topic supporter/{id}; subscribe from it
             */
            seq: number;
            tags: string[];
            /** Format: date-time */
            updated_at: string;
            /** Format: int64 */
            version: number;
            /** @description their own time zone, empty for the group's */
            zone: string;
        };
        SupporterEdit: {
            city?: string;
            do_not_call?: boolean;
            do_not_contact?: boolean;
            /** @description as phone */
            email?: string;
            level?: string;
            name?: string;
            notes?: string;
            /** @description empty takes it away; admins, and leaders where the organisation shows numbers */
            phone?: string;
            tags?: string[];
            /** Format: int64 */
            version: number;
            /** @description IANA, empty for the group's */
            zone?: string;
        };
        SupporterEvent: {
            supporter: components["schemas"]["SupporterView"];
        };
        SupporterPage: {
            items: components["schemas"]["SupporterView"][];
            /** @description pass it back as ?cursor= for the next page; absent on the last one */
            next?: string;
            /** Format: int64 */
            total: number;
        };
        SupporterView: {
            city: string;
            /** Format: date-time */
            created_at: string;
            do_not_call: boolean;
            do_not_contact: boolean;
            /** @description only where the organisation shows numbers */
            email?: string;
            group: string;
            has_email: boolean;
            has_phone: boolean;
            id: string;
            last_contact?: components["schemas"]["LastContact"];
            level: string;
            name: string;
            notes: string;
            /** @description the number is on the organisation's Do Not Call list */
            opted_out: boolean;
            /** @description only where the organisation shows numbers */
            phone?: string;
            tags: string[];
            /** Format: date-time */
            updated_at: string;
            /** Format: int64 */
            version: number;
            /** @description their own time zone, empty for the group's */
            zone: string;
        };
        SwitchEdit: {
            on: boolean;
            /** @description with on false: numbers that nobody approved may be dialled; without it they wait */
            release_unapproved?: boolean;
        };
        SwitchView: {
            /**
             * Format: int64
             * @description so many of them have arrived
             */
            moved: number;
            /** @description numbers that are not landlines need a click before they are dialled */
            on: boolean;
            /** @description off, and numbers that nobody approved may be dialled */
            released: boolean;
            /** Format: date-time */
            since?: string;
            /**
             * Format: int64
             * @description numbers on their way since it was turned; 0: all have arrived
             */
            total: number;
            /**
             * Format: int64
             * @description numbers without a click that are not dialled, in all campaigns that are not over
             */
            waiting: number;
        };
        TakeOverList: {
            /** @description the user in whose share they are */
            from: string;
            /** @description the user who gets them; the asker unless told */
            to?: string;
        };
        Talk: {
            answers: components["schemas"]["AnswerGiven"][];
            /**
             * Format: date-time
             * @description of a talk that is over: its answers can be changed as long
             */
            editable_until?: string;
            /** @description those that the script names in braces, and the contact's names and town; nothing else of the file */
            fields: {
                [key: string]: string;
            };
            /** @description others at that number */
            household: string[];
            /** @description empty when the file's has a phone number or an e-mail address in it */
            name: string;
            /** @description the question that waits for its answer; absent at the end */
            open?: string;
            /** @description the contact's line is over */
            over: boolean;
            /** @description the questions from the first to the open one */
            path: string[];
            script: components["schemas"]["CampaignScript"];
            /** Format: date-time */
            since: string;
            /** Format: int64 */
            turn: number;
        };
        TimeFigures: {
            /**
             * Format: int64
             * @description by whomever or whatever
             */
            answered: number;
            /** Format: date-time */
            at: string;
            /**
             * Format: int64
             * @description dials that the carrier took and could place
             */
            calls: number;
            /**
             * Format: int64
             * @description persons whom a caller was given
             */
            contacts: number;
            /**
             * Format: int64
             * @description a person answered, and no caller was free
             */
            dropped: number;
            /** Format: int64 */
            talk_seconds: number;
            /**
             * Format: int64
             * @description of them: the correct person
             */
            talked: number;
        };
        TokenMade: {
            /** Format: date-time */
            created_at: string;
            id: string;
            name: string;
            /** Format: date-time */
            seen_at?: string;
            token: string;
            /** @description who acts by it */
            user: components["schemas"]["Named"];
        };
        TokenNew: {
            /** @description what it is for */
            name: string;
        };
        TokenView: {
            /** Format: date-time */
            created_at: string;
            id: string;
            name: string;
            /** Format: date-time */
            seen_at?: string;
            /** @description who acts by it */
            user: components["schemas"]["Named"];
        };
        Told: {
            host: string;
            id: string;
        };
        UndoRequest: {
            /**
             * Format: date-time
             * @description when the button was pressed, if that was earlier
             */
            pressed_at?: string;
        };
        Undoable: {
            /** @description in replies to presses: POST /undo/{action} takes it back */
            action?: string;
            /**
             * Format: date-time
             * @description until when, by the server's clock
             */
            undo_until?: string;
        };
        UndoneView: {
            action: string;
            /** Format: date-time */
            at: string;
            /** @description the row as it is now */
            entry?: components["schemas"]["EntryView"];
            /** @enum {string} */
            kind: "skip" | "remove_skip" | "prioritise" | "call_next" | "log" | "log_by_hand" | "archive";
            /** @description of archive */
            session?: components["schemas"]["SessionView"];
        };
        UnsubscribeFrame: {
            topic: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "unsubscribe";
        };
        UserEdit: {
            disabled?: boolean;
            email?: string;
            mobile?: string;
            name?: string;
            /** @enum {string} */
            role?: "owner" | "admin" | "";
            /** Format: int64 */
            version: number;
        };
        UserNew: {
            email: string;
            mobile?: string;
            name: string;
            /** @enum {string} */
            role?: "owner" | "admin" | "";
        };
        UserRef: {
            id: string;
            name: string;
        };
        UserView: {
            /** Format: date-time */
            created_at: string;
            disabled: boolean;
            email: string;
            groups: components["schemas"]["MyGroup"][];
            id: string;
            /** @description has no password yet */
            invited: boolean;
            mobile?: string;
            mobile_verified: boolean;
            name: string;
            /** @enum {string} */
            role?: "owner" | "admin";
            /** Format: int64 */
            version: number;
        };
        VerifyBody: {
            /** @description what the call said; left out: ring me */
            code?: string;
        };
        VerifyView: {
            /**
             * Format: date-time
             * @description the code is good until then
             */
            expires_at?: string;
            /** @description the phone is about to ring and say a code of four digits */
            ringing: boolean;
            verified: boolean;
        };
        View: {
            /** Format: date-time */
            created_at: string;
            /** @description name of who added it */
            created_by: string;
            /**
             * Format: date-time
             * @description last success
             */
            delivered_at?: string;
            /** Format: date-time */
            failing_since?: string;
            id: string;
            /** @description of events; none: all */
            kinds: string[];
            /**
             * Format: date-time
             * @description it failed for three days and was switched off
             */
            off_at?: string;
            /** @enum {string} */
            state: "on" | "failing" | "off";
            url: string;
            /**
             * Format: int64
             * @description deliveries that are still to be sent
             */
            waiting: number;
        };
        Why: {
            /** @description kept in the audit; needed to take Do Not Call back */
            reason?: string;
        };
        WithdrawnView: {
            lease: string;
            ordinals: number[];
            /** @enum {string} */
            why: "opted_out";
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type AcceptBody = components['schemas']['AcceptBody'];
export type AccountGroupChanged = components['schemas']['AccountGroupChanged'];
export type AccountLoginsEnded = components['schemas']['AccountLoginsEnded'];
export type AccountMobileChanged = components['schemas']['AccountMobileChanged'];
export type AccountMobileVerified = components['schemas']['AccountMobileVerified'];
export type AccountOrganisationChanged = components['schemas']['AccountOrganisationChanged'];
export type AccountRightsChanged = components['schemas']['AccountRightsChanged'];
export type AccountUserChanged = components['schemas']['AccountUserChanged'];
export type AckFrame = components['schemas']['AckFrame'];
export type AlertEdit = components['schemas']['AlertEdit'];
export type AlertView = components['schemas']['AlertView'];
export type AnswerFigure = components['schemas']['AnswerFigure'];
export type AnswerGiven = components['schemas']['AnswerGiven'];
export type ApproveFrame = components['schemas']['ApproveFrame'];
export type AuditView = components['schemas']['AuditView'];
export type Beeping = components['schemas']['Beeping'];
export type BeginInBody = components['schemas']['BeginInBody'];
export type BrowserFrame = components['schemas']['BrowserFrame'];
export type BusFrame = components['schemas']['BusFrame'];
export type CallBackView = components['schemas']['CallBackView'];
export type CallerFigures = components['schemas']['CallerFigures'];
export type CallerId = components['schemas']['CallerID'];
export type CallerRow = components['schemas']['CallerRow'];
export type CallerView = components['schemas']['CallerView'];
export type CallersView = components['schemas']['CallersView'];
export type CallingActionUndone = components['schemas']['CallingActionUndone'];
export type CallingCallEnded = components['schemas']['CallingCallEnded'];
export type CallingContactLogged = components['schemas']['CallingContactLogged'];
export type CallingCycleCompleted = components['schemas']['CallingCycleCompleted'];
export type CallingCycleReopened = components['schemas']['CallingCycleReopened'];
export type CallingCycleStarted = components['schemas']['CallingCycleStarted'];
export type CallingEntryCalled = components['schemas']['CallingEntryCalled'];
export type CallingEntryPrioritised = components['schemas']['CallingEntryPrioritised'];
export type CallingEntryRechecked = components['schemas']['CallingEntryRechecked'];
export type CallingEntryReturned = components['schemas']['CallingEntryReturned'];
export type CallingEntrySkipped = components['schemas']['CallingEntrySkipped'];
export type CallingLeaderChanged = components['schemas']['CallingLeaderChanged'];
export type CallingListSplit = components['schemas']['CallingListSplit'];
export type CallingPersonLogged = components['schemas']['CallingPersonLogged'];
export type CallingPersonReleased = components['schemas']['CallingPersonReleased'];
export type CallingPersonReserved = components['schemas']['CallingPersonReserved'];
export type CallingPhoneChanged = components['schemas']['CallingPhoneChanged'];
export type CallingRosterChanged = components['schemas']['CallingRosterChanged'];
export type CallingSessionArchived = components['schemas']['CallingSessionArchived'];
export type CallingSessionCreated = components['schemas']['CallingSessionCreated'];
export type CallingSessionHandedOver = components['schemas']['CallingSessionHandedOver'];
export type CallingSessionListed = components['schemas']['CallingSessionListed'];
export type CallingSessionPrepared = components['schemas']['CallingSessionPrepared'];
export type CallingSessionRenamed = components['schemas']['CallingSessionRenamed'];
export type CallingSettingsChanged = components['schemas']['CallingSettingsChanged'];
export type CallingSkipRemoved = components['schemas']['CallingSkipRemoved'];
export type CallsView = components['schemas']['CallsView'];
export type Campaign = components['schemas']['Campaign'];
export type CampaignActivity = components['schemas']['CampaignActivity'];
export type CampaignCallersTold = components['schemas']['CampaignCallersTold'];
export type CampaignChanged = components['schemas']['CampaignChanged'];
export type CampaignClickingChanged = components['schemas']['CampaignClickingChanged'];
export type CampaignClickingSwitched = components['schemas']['CampaignClickingSwitched'];
export type CampaignCounts = components['schemas']['CampaignCounts'];
export type CampaignDay = components['schemas']['CampaignDay'];
export type CampaignEdit = components['schemas']['CampaignEdit'];
export type CampaignFileLoaded = components['schemas']['CampaignFileLoaded'];
export type CampaignGap = components['schemas']['CampaignGap'];
export type CampaignHere = components['schemas']['CampaignHere'];
export type CampaignIndex = components['schemas']['CampaignIndex'];
export type CampaignInvited = components['schemas']['CampaignInvited'];
export type CampaignLink = components['schemas']['CampaignLink'];
export type CampaignListed = components['schemas']['CampaignListed'];
export type CampaignLoadChanged = components['schemas']['CampaignLoadChanged'];
export type CampaignMessagesChanged = components['schemas']['CampaignMessagesChanged'];
export type CampaignMinute = components['schemas']['CampaignMinute'];
export type CampaignNumbersWithdrawn = components['schemas']['CampaignNumbersWithdrawn'];
export type CampaignPerson = components['schemas']['CampaignPerson'];
export type CampaignPersonChanged = components['schemas']['CampaignPersonChanged'];
export type CampaignProgress = components['schemas']['CampaignProgress'];
export type CampaignRef = components['schemas']['CampaignRef'];
export type CampaignRow = components['schemas']['CampaignRow'];
export type CampaignSave = components['schemas']['CampaignSave'];
export type CampaignScript = components['schemas']['CampaignScript'];
export type CampaignScriptChanged = components['schemas']['CampaignScriptChanged'];
export type CampaignStateChanged = components['schemas']['CampaignStateChanged'];
export type CampaignStatus = components['schemas']['CampaignStatus'];
export type CampaignStatusChanged = components['schemas']['CampaignStatusChanged'];
export type CampaignView = components['schemas']['CampaignView'];
export type CampaignZone = components['schemas']['CampaignZone'];
export type CanView = components['schemas']['CanView'];
export type Change = components['schemas']['Change'];
export type Changed = components['schemas']['Changed'];
export type ChangedAlert = components['schemas']['ChangedAlert'];
export type Choice = components['schemas']['Choice'];
export type ClickingView = components['schemas']['ClickingView'];
export type Column = components['schemas']['Column'];
export type ContactView = components['schemas']['ContactView'];
export type CostView = components['schemas']['CostView'];
export type CreateSession = components['schemas']['CreateSession'];
export type CycleView = components['schemas']['CycleView'];
export type DeliveryView = components['schemas']['DeliveryView'];
export type DialerCallerChanged = components['schemas']['DialerCallerChanged'];
export type DialerCallersChanged = components['schemas']['DialerCallersChanged'];
export type DoingFrame = components['schemas']['DoingFrame'];
export type DropRate = components['schemas']['DropRate'];
export type EndCardEdit = components['schemas']['EndCardEdit'];
export type EndCardView = components['schemas']['EndCardView'];
export type EndCards = components['schemas']['EndCards'];
export type EntryView = components['schemas']['EntryView'];
export type ErrorFrame = components['schemas']['ErrorFrame'];
export type Event = components['schemas']['Event'];
export type EventFrame = components['schemas']['EventFrame'];
export type EventsFrame = components['schemas']['EventsFrame'];
export type ExportChanged = components['schemas']['ExportChanged'];
export type ExportFile = components['schemas']['ExportFile'];
export type ExportRef = components['schemas']['ExportRef'];
export type Exports = components['schemas']['Exports'];
export type Feed = components['schemas']['Feed'];
export type Field = components['schemas']['Field'];
export type Figures = components['schemas']['Figures'];
export type FiguresView = components['schemas']['FiguresView'];
export type FileColumn = components['schemas']['FileColumn'];
export type FileNotice = components['schemas']['FileNotice'];
export type FileShape = components['schemas']['FileShape'];
export type Found = components['schemas']['Found'];
export type FromList = components['schemas']['FromList'];
export type Giving = components['schemas']['Giving'];
export type GoingAwayFrame = components['schemas']['GoingAwayFrame'];
export type GroupEdit = components['schemas']['GroupEdit'];
export type GroupNew = components['schemas']['GroupNew'];
export type GroupTold = components['schemas']['GroupTold'];
export type GroupView = components['schemas']['GroupView'];
export type HandOver = components['schemas']['HandOver'];
export type HooksWebhookSwitchedOff = components['schemas']['HooksWebhookSwitchedOff'];
export type Impact = components['schemas']['Impact'];
export type ImportEdit = components['schemas']['ImportEdit'];
export type ImportEvent = components['schemas']['ImportEvent'];
export type ImportView = components['schemas']['ImportView'];
export type InvitationView = components['schemas']['InvitationView'];
export type Invited = components['schemas']['Invited'];
export type Joining = components['schemas']['Joining'];
export type JourneyView = components['schemas']['JourneyView'];
export type LastContact = components['schemas']['LastContact'];
export type LastSession = components['schemas']['LastSession'];
export type LastTalk = components['schemas']['LastTalk'];
export type LaunchFrame = components['schemas']['LaunchFrame'];
export type LaunchedFrame = components['schemas']['LaunchedFrame'];
export type LeaderBody = components['schemas']['LeaderBody'];
export type LeaderNow = components['schemas']['LeaderNow'];
export type LeaderView = components['schemas']['LeaderView'];
export type LeadersNow = components['schemas']['LeadersNow'];
export type LeaseFrame = components['schemas']['LeaseFrame'];
export type LeasedFrame = components['schemas']['LeasedFrame'];
export type LinkView = components['schemas']['LinkView'];
export type ListEdit = components['schemas']['ListEdit'];
export type ListEvent = components['schemas']['ListEvent'];
export type ListMinutes = components['schemas']['ListMinutes'];
export type ListProgress = components['schemas']['ListProgress'];
export type ListRef = components['schemas']['ListRef'];
export type ListView = components['schemas']['ListView'];
export type Listed = components['schemas']['Listed'];
export type LoadEdit = components['schemas']['LoadEdit'];
export type LoadPlan = components['schemas']['LoadPlan'];
export type LoadReject = components['schemas']['LoadReject'];
export type LoadTold = components['schemas']['LoadTold'];
export type LoadView = components['schemas']['LoadView'];
export type LogLine = components['schemas']['LogLine'];
export type LogRequest = components['schemas']['LogRequest'];
export type LogView = components['schemas']['LogView'];
export type Made = components['schemas']['Made'];
export type Markdown = components['schemas']['Markdown'];
export type Me = components['schemas']['Me'];
export type MeEdit = components['schemas']['MeEdit'];
export type MessagesView = components['schemas']['MessagesView'];
export type Mine = components['schemas']['Mine'];
export type MinutesView = components['schemas']['MinutesView'];
export type Moved = components['schemas']['Moved'];
export type MyGroup = components['schemas']['MyGroup'];
export type MyOrganisation = components['schemas']['MyOrganisation'];
export type Named = components['schemas']['Named'];
export type NarrowTo = components['schemas']['NarrowTo'];
export type New = components['schemas']['New'];
export type NewCampaign = components['schemas']['NewCampaign'];
export type NewList = components['schemas']['NewList'];
export type NewSupporter = components['schemas']['NewSupporter'];
export type NextView = components['schemas']['NextView'];
export type Notice = components['schemas']['Notice'];
export type NumberView = components['schemas']['NumberView'];
export type Numbering = components['schemas']['Numbering'];
export type OnListView = components['schemas']['OnListView'];
export type Onto = components['schemas']['Onto'];
export type OpenLeg = components['schemas']['OpenLeg'];
export type Opening = components['schemas']['Opening'];
export type OptOutPage = components['schemas']['OptOutPage'];
export type OptOutView = components['schemas']['OptOutView'];
export type OptedOut = components['schemas']['OptedOut'];
export type OptedOutBy = components['schemas']['OptedOutBy'];
export type OptedOutView = components['schemas']['OptedOutView'];
export type Ordering = components['schemas']['Ordering'];
export type OrganisationEdit = components['schemas']['OrganisationEdit'];
export type OrganisationTold = components['schemas']['OrganisationTold'];
export type OrganisationView = components['schemas']['OrganisationView'];
export type OutcomeFigure = components['schemas']['OutcomeFigure'];
export type Overview = components['schemas']['Overview'];
export type OwedView = components['schemas']['OwedView'];
export type Own = components['schemas']['Own'];
export type PageAlertView = components['schemas']['PageAlertView'];
export type PageAuditView = components['schemas']['PageAuditView'];
export type PageCallBackView = components['schemas']['PageCallBackView'];
export type PageCallerId = components['schemas']['PageCallerID'];
export type PageCallerRow = components['schemas']['PageCallerRow'];
export type PageDeliveryView = components['schemas']['PageDeliveryView'];
export type PageEntryView = components['schemas']['PageEntryView'];
export type PageFound = components['schemas']['PageFound'];
export type PageGroupView = components['schemas']['PageGroupView'];
export type PageImportView = components['schemas']['PageImportView'];
export type PageLeaderView = components['schemas']['PageLeaderView'];
export type PageLinkView = components['schemas']['PageLinkView'];
export type PageListView = components['schemas']['PageListView'];
export type PageOptedOutView = components['schemas']['PageOptedOutView'];
export type PagePersonView = components['schemas']['PagePersonView'];
export type PageReject = components['schemas']['PageReject'];
export type PageTokenView = components['schemas']['PageTokenView'];
export type PageUserView = components['schemas']['PageUserView'];
export type PassFigures = components['schemas']['PassFigures'];
export type Passcode = components['schemas']['Passcode'];
export type PasswordBody = components['schemas']['PasswordBody'];
export type PastContact = components['schemas']['PastContact'];
export type PastContacts = components['schemas']['PastContacts'];
export type PeoplePage = components['schemas']['PeoplePage'];
export type Person = components['schemas']['Person'];
export type PersonLogged = components['schemas']['PersonLogged'];
export type PersonRef = components['schemas']['PersonRef'];
export type PersonView = components['schemas']['PersonView'];
export type PersonWith = components['schemas']['PersonWith'];
export type PhoneView = components['schemas']['PhoneView'];
export type Phones = components['schemas']['Phones'];
export type PingFrame = components['schemas']['PingFrame'];
export type Plan = components['schemas']['Plan'];
export type PongFrame = components['schemas']['PongFrame'];
export type PreparedFile = components['schemas']['PreparedFile'];
export type PreparingView = components['schemas']['PreparingView'];
export type PresenceFrame = components['schemas']['PresenceFrame'];
export type Price = components['schemas']['Price'];
export type Problem = components['schemas']['Problem'];
export type Progress = components['schemas']['Progress'];
export type QuestionFigures = components['schemas']['QuestionFigures'];
export type Rsvp = components['schemas']['RSVP'];
export type Ref = components['schemas']['Ref'];
export type RefusedPress = components['schemas']['RefusedPress'];
export type RejectView = components['schemas']['RejectView'];
export type RejectsPage = components['schemas']['RejectsPage'];
export type ReleaseFrame = components['schemas']['ReleaseFrame'];
export type ResetFrame = components['schemas']['ResetFrame'];
export type Results = components['schemas']['Results'];
export type Retry = components['schemas']['Retry'];
export type ReturnView = components['schemas']['ReturnView'];
export type RosterImportChanged = components['schemas']['RosterImportChanged'];
export type RosterListChanged = components['schemas']['RosterListChanged'];
export type RosterNotice = components['schemas']['RosterNotice'];
export type RosterSupporterChanged = components['schemas']['RosterSupporterChanged'];
export type Saw = components['schemas']['Saw'];
export type ScriptAnswer = components['schemas']['ScriptAnswer'];
export type ScriptQuestion = components['schemas']['ScriptQuestion'];
export type ScriptTold = components['schemas']['ScriptTold'];
export type ServerFrame = components['schemas']['ServerFrame'];
export type SessionEdit = components['schemas']['SessionEdit'];
export type SessionRow = components['schemas']['SessionRow'];
export type SessionView = components['schemas']['SessionView'];
export type SessionsPage = components['schemas']['SessionsPage'];
export type Shape = components['schemas']['Shape'];
export type ShareView = components['schemas']['ShareView'];
export type Shown = components['schemas']['Shown'];
export type SignInBody = components['schemas']['SignInBody'];
export type SignOutBody = components['schemas']['SignOutBody'];
export type SkipRequest = components['schemas']['SkipRequest'];
export type SkipView = components['schemas']['SkipView'];
export type Spending = components['schemas']['Spending'];
export type SplitList = components['schemas']['SplitList'];
export type SplitView = components['schemas']['SplitView'];
export type StartSession = components['schemas']['StartSession'];
export type StateTold = components['schemas']['StateTold'];
export type SubscribeFrame = components['schemas']['SubscribeFrame'];
export type SubscribedFrame = components['schemas']['SubscribedFrame'];
export type SupporterCard = components['schemas']['SupporterCard'];
export type SupporterEdit = components['schemas']['SupporterEdit'];
export type SupporterEvent = components['schemas']['SupporterEvent'];
export type SupporterPage = components['schemas']['SupporterPage'];
export type SupporterView = components['schemas']['SupporterView'];
export type SwitchEdit = components['schemas']['SwitchEdit'];
export type SwitchView = components['schemas']['SwitchView'];
export type TakeOverList = components['schemas']['TakeOverList'];
export type Talk = components['schemas']['Talk'];
export type TimeFigures = components['schemas']['TimeFigures'];
export type TokenMade = components['schemas']['TokenMade'];
export type TokenNew = components['schemas']['TokenNew'];
export type TokenView = components['schemas']['TokenView'];
export type Told = components['schemas']['Told'];
export type UndoRequest = components['schemas']['UndoRequest'];
export type Undoable = components['schemas']['Undoable'];
export type UndoneView = components['schemas']['UndoneView'];
export type UnsubscribeFrame = components['schemas']['UnsubscribeFrame'];
export type UserEdit = components['schemas']['UserEdit'];
export type UserNew = components['schemas']['UserNew'];
export type UserRef = components['schemas']['UserRef'];
export type UserView = components['schemas']['UserView'];
export type VerifyBody = components['schemas']['VerifyBody'];
export type VerifyView = components['schemas']['VerifyView'];
export type View = components['schemas']['View'];
export type Why = components['schemas']['Why'];
export type WithdrawnView = components['schemas']['WithdrawnView'];
export type $defs = Record<string, never>;
export interface operations {
    "post-attempts-id-hang-up": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-attempts-id-log": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "put-attempts-id-log": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LogRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-audit": {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageAuditView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-c-token": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignInvited"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-c-token-alerts-alert-seen": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
                alert: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Saw"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-c-token-back": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mine"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "put-c-token-beep": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Beeping"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mine"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-c-token-break": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mine"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-c-token-finish": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mine"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-c-token-join": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Joining"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignInvited"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-c-token-number": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Numbering"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mine"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-c-token-open": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Opening"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mine"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-c-token-phone": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Numbering"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NumberView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-c-token-ring": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mine"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-c-token-state": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mine"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-c-token-turns-turn": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
                turn: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Talk"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "put-c-token-turns-turn-answers-question": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
                turn: number;
                question: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Giving"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mine"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-c-token-turns-turn-extend": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
                turn: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mine"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-c-token-turns-turn-hang-up": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
                turn: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mine"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-c-token-turns-turn-save": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
                turn: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mine"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-call-backs": {
        parameters: {
            query?: {
                /** @description only those of my own sessions */
                mine?: boolean;
                list?: string;
                group?: string;
                /** @description only those not later than this */
                until?: string;
                /** @description next of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageCallBackView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-campaigns": {
        parameters: {
            query?: {
                /** @description next of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignIndex"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCampaign"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-campaigns-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "patch-campaigns-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CampaignEdit"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-campaigns-id-activity": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignActivity"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-campaigns-id-alerts": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageAlertView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-campaigns-id-alerts": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertEdit"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-campaigns-id-alerts-alert": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                alert: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "patch-campaigns-id-alerts-alert": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                alert: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangedAlert"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-campaigns-id-caller-ids": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageCallerID"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-campaigns-id-callers": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageCallerRow"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-campaigns-id-contacts": {
        parameters: {
            query?: {
                /** @description of the file */
                name?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "post-campaigns-id-contacts-from-list": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FromList"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoadView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-campaigns-id-contacts-load": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                load: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "patch-campaigns-id-contacts-load": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                load: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoadEdit"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LoadView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-campaigns-id-contacts-load-rejects": {
        parameters: {
            query?: {
                /** @description next of the page before */
                cursor?: number;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
                load: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageReject"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-campaigns-id-contacts-load-rejects-csv": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                load: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "get-campaigns-id-do-not-call": {
        parameters: {
            query?: {
                /** @description next of the page before */
                cursor?: number;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageOptedOutView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-campaigns-id-duplicate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCampaign"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-campaigns-id-end": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-campaigns-id-end-cards": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndCards"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "put-campaigns-id-end-cards-kind": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                kind: "paused" | "complete" | "outside_hours";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EndCardEdit"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EndCardView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-campaigns-id-export-answers-csv": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "get-campaigns-id-export-answers-json": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "get-campaigns-id-export-approvals-csv": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "get-campaigns-id-export-approvals-json": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "get-campaigns-id-export-attempts-csv": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "get-campaigns-id-export-attempts-json": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "get-campaigns-id-export-callers-csv": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "get-campaigns-id-export-callers-json": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "get-campaigns-id-export-contacts-csv": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "get-campaigns-id-export-contacts-json": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "get-campaigns-id-export-drops-csv": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "get-campaigns-id-export-drops-json": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "get-campaigns-id-exports": {
        parameters: {
            query?: {
                /** @description today, the last 7 or the last 30 days in the campaign's zone; without it: all of it */
                period?: "day" | "week" | "month";
                /** @description one pass; without it: all */
                pass?: number;
                /** @description one caller's contacts; without it: everybody's */
                caller?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exports"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-campaigns-id-exports": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BeginInBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreparedFile"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-campaigns-id-exports-export": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                export: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreparedFile"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-campaigns-id-exports-export": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                export: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-campaigns-id-exports-export-file": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                export: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "post-campaigns-id-finish": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageCallerRow"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-campaigns-id-links": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageLinkView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "put-campaigns-id-links-kind-passcode": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                kind: "caller" | "clicker";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Passcode"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageLinkView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-campaigns-id-links-kind-rotate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                kind: "caller" | "clicker";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageLinkView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-campaigns-id-messages": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessagesView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-campaigns-id-messages-preview": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Markdown"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Shown"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-campaigns-id-pause": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-campaigns-id-people": {
        parameters: {
            query?: {
                /** @description next of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PagePersonView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-campaigns-id-people-person": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-campaigns-id-rejects-csv": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "get-campaigns-id-results": {
        parameters: {
            query?: {
                /** @description today, the last 7 or the last 30 days in the campaign's zone; without it: all of it */
                period?: "day" | "week" | "month";
                /** @description one pass; without it: all */
                pass?: number;
                /** @description one caller's contacts; without it: everybody's */
                caller?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Results"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-campaigns-id-resume": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-campaigns-id-start": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Campaign"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-campaigns-id-status": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignStatus"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-do-not-call": {
        parameters: {
            query?: {
                /** @description next of the page before */
                cursor?: string;
                limit?: number;
                /** @description this number only */
                phone?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OptOutPage"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-do-not-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Phones"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OptedOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-do-not-call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Phones"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OptedOut"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-do-not-call-imports": {
        parameters: {
            query?: {
                /** @description of the file */
                name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "get-events": {
        parameters: {
            query: {
                /** @description family/id, such as session/0190… */
                topic: string;
                /** @description the seq you have; what came after it is in the reply */
                since?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Feed"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageGroupView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupNew"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-groups-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-groups-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "patch-groups-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupEdit"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-groups-id-imports": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageImportView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-groups-id-imports": {
        parameters: {
            query?: {
                /** @description of the file */
                name?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "get-groups-id-leaders": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageLeaderView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "put-groups-id-leaders-user": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                user: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeaderBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageLeaderView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-groups-id-leaders-user": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageLeaderView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-groups-id-lists": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageListView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-groups-id-lists": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewList"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-groups-id-supporters": {
        parameters: {
            query?: {
                /** @description next of the page before */
                cursor?: string;
                limit?: number;
                /** @description any part of the name; accents and case do not matter */
                q?: string;
                tag?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupporterPage"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-groups-id-supporters": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSupporter"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupporterView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-imports-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-imports-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "patch-imports-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportEdit"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-imports-id-check": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-imports-id-rejects": {
        parameters: {
            query?: {
                /** @description next of the page before */
                cursor?: number;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RejectsPage"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-imports-id-rejects-csv": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "post-imports-id-run": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Onto"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-invitations-token": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-invitations-token": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-k-token": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignInvited"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-k-token-alerts-alert-seen": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
                alert: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Saw"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-k-token-join": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Joining"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignInvited"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-lists-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-lists-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "patch-lists-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListEdit"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-lists-id-leaders": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadersNow"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "put-lists-id-order": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Ordering"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-lists-id-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateSession"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-lists-id-split": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SplitList"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadersNow"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-lists-id-supporters": {
        parameters: {
            query?: {
                /** @description next of the page before */
                cursor?: string;
                limit?: number;
                /** @description any part of the name; accents and case do not matter */
                q?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeoplePage"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-lists-id-supporters": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Choice"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Moved"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-lists-id-supporters": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Choice"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Moved"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-lists-id-take-over": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TakeOverList"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadersNow"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SignOutBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-logs-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "put-logs-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LogRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "patch-me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MeEdit"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-me-mobile-verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["VerifyBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifyView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-me-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordBody"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-organisation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganisationView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "patch-organisation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrganisationEdit"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrganisationView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-organisation-clicking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SwitchView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-organisation-clicking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SwitchEdit"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SwitchView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-organisation-minutes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Spending"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-phone": {
        parameters: {
            query: {
                number: string;
                /** @description of numbers without a country code; the organisation's when left out */
                country?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NumberView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-search": {
        parameters: {
            query: {
                /** @description parts of a name; accents, case and order do not matter */
                q: string;
                /** @description of each kind */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageFound"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-sessions": {
        parameters: {
            query?: {
                /** @description only the ones I lead */
                mine?: boolean;
                list?: string;
                group?: string;
                status?: "not_started" | "in_progress" | "started" | "completed" | "archived";
                /** @description archived ones too */
                archived?: boolean;
                /** @description next of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionsPage"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-sessions-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "patch-sessions-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionEdit"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-sessions-id-archive": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-sessions-id-cycles": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-sessions-id-entries": {
        parameters: {
            query?: {
                /** @description next of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageEntryView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-sessions-id-entries-entry-call-next": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                entry: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-sessions-id-entries-entry-check": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                entry: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-sessions-id-entries-entry-log": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                entry: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LogRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-sessions-id-entries-entry-prioritise": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                entry: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-sessions-id-entries-entry-skip": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                entry: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SkipRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-sessions-id-entries-entry-skip": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                entry: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-sessions-id-export-attempts-csv": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "get-sessions-id-export-attempts-json": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "get-sessions-id-export-entries-csv": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "get-sessions-id-export-entries-json": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "get-sessions-id-export-logs-csv": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "get-sessions-id-export-logs-json": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "get-sessions-id-exports": {
        parameters: {
            query?: {
                /** @description today, the last 7 or the last 30 days in the campaign's zone; without it: all of it */
                period?: "day" | "week" | "month";
                /** @description one pass; without it: all */
                pass?: number;
                /** @description one caller's contacts; without it: everybody's */
                caller?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exports"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-sessions-id-exports": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BeginInBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreparedFile"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-sessions-id-exports-export": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                export: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreparedFile"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-sessions-id-exports-export": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                export: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-sessions-id-exports-export-file": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                export: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "post-sessions-id-finish-cycle": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-sessions-id-hand-over": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandOver"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-sessions-id-next": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-sessions-id-pause": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-sessions-id-resume": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["StartSession"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-sessions-id-start": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["StartSession"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-supporters-id": {
        parameters: {
            query?: {
                /** @description the list that is being called: all of its contact logs are in the history */
                list?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupporterCard"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "patch-supporters-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SupporterEdit"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupporterView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-supporters-id-do-not-call": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Why"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupporterView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-supporters-id-do-not-call": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Why"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupporterView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-supporters-id-history": {
        parameters: {
            query?: {
                /** @description next of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PastContacts"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageTokenView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenNew"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenMade"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-tokens-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-undo-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UndoRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UndoneView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageUserView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserNew"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invited"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "patch-users-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserEdit"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-users-id-invite": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["New"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Made"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "delete-webhooks-id": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-webhooks-id-deliveries": {
        parameters: {
            query?: {
                /** @description only those */
                state?: "waiting" | "delivered" | "dead";
                /** @description next of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PageDeliveryView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-webhooks-id-deliveries-delivery-replay": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                delivery: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryView"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "post-webhooks-id-resume": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["View"];
                };
            };
            /** @description Error */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
