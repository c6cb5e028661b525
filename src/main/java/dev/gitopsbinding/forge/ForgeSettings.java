package dev.gitopsbinding.forge;

import dev.gitopsbinding.net.address.AllowedHosts;
import dev.gitopsbinding.net.http.HttpClientSettings;

/**
 * The operator's settings for forges.
 *
 * @param allowedHosts which forges may be asked
 * @param requestsPerHost how many requests of one tenant run at once at one host, at least 1
 */
public record ForgeSettings(
    HttpClientSettings http, AllowedHosts allowedHosts, int requestsPerHost) {}
