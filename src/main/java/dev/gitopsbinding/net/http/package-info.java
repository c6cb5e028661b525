/** HTTP clients with pinned addresses, certificate authorities, proxies and bounded headers. */
@NullMarked
package dev.gitopsbinding.net.http;

import org.jspecify.annotations.NullMarked;
