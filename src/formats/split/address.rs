//! Addresses, compared as what they lead to.

/// Parameters that say how someone came to a page, not which page it is; those that begin with `utm_` besides.
const TRACKING: [&str; 22] = [
    "_ga", "_gl", "cmpid", "dclid", "fbclid", "gbraid", "gclid", "igshid", "mc_cid", "mc_eid", "mibextid", "msclkid",
    "ncid", "ocid", "ref", "ref_src", "ref_url", "smid", "spm", "twclid", "wbraid", "zarsrc",
];

/// An address without its scheme, `www.`, port of its scheme, fragment, parameters of tracking and last slash; the others of its
/// parameters in order. `None` for what leads to no page of its own: nothing, or a site's front page.
pub fn address(url: &str) -> Option<String> {
    let url = url.trim();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split('#').next()?;
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = place.split_once('/').unwrap_or((place, ""));
    // Hosts are the same in any case, paths are not.
    let host = host.to_lowercase();
    let host = host.rsplit('@').next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    let host = host.strip_suffix(":80").or_else(|| host.strip_suffix(":443")).unwrap_or(host).trim_end_matches('.');
    let is_tracking = |part: &&str| {
        let name = part.split('=').next().unwrap_or_default().to_lowercase();
        name.is_empty() || name.starts_with("utm_") || TRACKING.contains(&name.as_str())
    };
    let mut parameters: Vec<&str> = query.split('&').filter(|part| !is_tracking(part)).collect();
    parameters.sort_unstable();
    let path = path.trim_end_matches('/');
    if host.is_empty() || path.is_empty() && parameters.is_empty() {
        return None;
    }
    let question = if parameters.is_empty() { "" } else { "?" };
    Some(format!("{host}/{path}{question}{}", parameters.join("&")))
}
