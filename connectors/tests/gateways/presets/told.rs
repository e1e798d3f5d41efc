//! What each provider documents: its success, its refusals, and what follows from them.

use connectors::FaultKind::{self, *};
use connectors::Outcome::{self, *};
use connectors::Reach::{self, *};

/// Preset, its documented success, the id in it, and documented refusals with their consequence.
pub(super) type Told =
    (&'static str, u16, &'static str, Option<&'static str>, &'static [(u16, &'static str, Reach, Outcome, FaultKind)]);

pub(super) const TOLD: [Told; 10] = [
    (
        "zenziva-console.toml",
        200,
        r#"{"messageId":"987","to":"081234567890","status":"1","text":"Success","cost":350}"#,
        Some("987"),
        &[
            (200, r#"{"status":"0","text":"Invalid destination"}"#, Message, NotSent, Policy),
            (401, r#"{"status":"0","text":"Unauthorized"}"#, Account, NotSent, Login),
        ],
    ),
    (
        "zenziva-legacy.toml",
        200,
        "<?xml version=\"1.0\"?><response><message><to>0812</to><status>0</status><text>Success</text></message></response>",
        None,
        &[
            (
                200,
                "<response><message><status>1</status><text>x</text></message></response>",
                Message,
                Refused,
                Recipient,
            ),
            (200, "<response><message><status>5</status></message></response>", Account, NotSent, Login),
            (200, "<response><message><status>99</status></message></response>", Account, NotSent, Throttled),
        ],
    ),
    ("raja-sms.toml", 200, "0|45678", Some("45678"), &[(200, "10|Gagal", Message, NotSent, Policy)]),
    (
        "medan-sms.toml",
        200,
        "1~~~1~~~1~~~1~~~249~~~0",
        None,
        &[(200, "0~~~0~~~0~~~0~~~249~~~0", Message, NotSent, Policy)],
    ),
    (
        "oca.toml",
        200,
        r#"{"status":"sent","msg_uid":"u-1"}"#,
        Some("u-1"),
        &[
            (
                422,
                r#"{"errors":[{"message":[{"msg":"phone invalid","param":"phone"}],"code":"39"}]}"#,
                Message,
                NotSent,
                Policy,
            ),
            (401, r#"{"errors":[{"message":[{"msg":"no"}],"code":"1"}]}"#, Account, NotSent, Login),
        ],
    ),
    (
        "twilio.toml",
        201,
        r#"{"sid":"SM1","status":"queued","error_code":null}"#,
        Some("SM1"),
        &[
            (400, r#"{"code":21614,"message":"not a mobile number","status":400}"#, Message, Refused, Recipient),
            (400, r#"{"code":21610,"message":"unsubscribed"}"#, Message, Refused, Policy),
            (401, r#"{"code":20003,"message":"Authenticate"}"#, Account, NotSent, Login),
            (429, r#"{"code":20429,"message":"Too Many Requests"}"#, Account, NotSent, Throttled),
        ],
    ),
    (
        "vonage.toml",
        200,
        r#"{"message-count":"1","messages":[{"to":"62812","message-id":"0A1","status":"0","remaining-balance":"9.1"}]}"#,
        Some("0A1"),
        &[
            (200, r#"{"messages":[{"status":"1","error-text":"Throttled"}]}"#, Account, NotSent, Throttled),
            (200, r#"{"messages":[{"status":"4","error-text":"Bad Credentials"}]}"#, Account, NotSent, Login),
            (200, r#"{"messages":[{"status":"5","error-text":"Internal Error"}]}"#, Account, Unknown, Protocol),
            (200, r#"{"messages":[{"status":"7","error-text":"Number barred"}]}"#, Message, Refused, Recipient),
            (200, r#"{"messages":[{"status":"9","error-text":"No credit"}]}"#, Account, NotSent, Throttled),
        ],
    ),
    (
        "infobip.toml",
        200,
        r#"{"messages":[{"messageId":"a1@uji","status":{"groupId":1,"groupName":"PENDING","id":26},"to":"62812"}]}"#,
        Some("a1@uji"),
        &[
            (
                200,
                r#"{"messages":[{"status":{"groupId":5,"id":51,"description":"MISSING_TO"}}]}"#,
                Message,
                Refused,
                Recipient,
            ),
            (
                200,
                r#"{"messages":[{"status":{"groupId":5,"id":12,"description":"credits"}}]}"#,
                Account,
                NotSent,
                Throttled,
            ),
            (401, r#"{"requestError":{"serviceException":{"messageId":"UNAUTHORIZED"}}}"#, Account, NotSent, Login),
        ],
    ),
    (
        "fonnte.toml",
        200,
        r#"{"detail":"success! message in queue","id":["123"],"process":"pending","status":true,"target":["62812"]}"#,
        Some("123"),
        &[
            (200, r#"{"reason":"token invalid","status":false}"#, Account, NotSent, Login),
            (200, r#"{"reason":"target invalid","status":false}"#, Message, Refused, Recipient),
            (200, r#"{"reason":"lain-lain","status":false}"#, Message, NotSent, Policy),
        ],
    ),
    (
        "wablas.toml",
        200,
        r#"{"status":true,"message":"Message is pending","data":{"messages":[{"id":"w-1","phone":"62812","status":"pending"}]}}"#,
        Some("w-1"),
        &[
            (200, r#"{"status":false,"message":"device expired"}"#, Message, NotSent, Policy),
            (403, r#"{"status":false,"message":"token invalid"}"#, Account, NotSent, Login),
        ],
    ),
];
