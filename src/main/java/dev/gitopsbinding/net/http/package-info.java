/** HTTP clients with pinned addresses, certificate authorities, proxies and bounded heads. */
package dev.gitopsbinding.net.http;
