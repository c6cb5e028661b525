/**
 * What all who reach hosts share: which hosts, addresses, proxies and certificates are accepted,
 * HTTP clients that hold to it, turns and ends in time, and how a host's words are shown.
 */
package dev.gitopsbinding.net;
