/** What each kind of sender proves itself by, and what its payloads name. Pure. */
@NullMarked
package dev.gitopsbinding.http.hook.provider;

import org.jspecify.annotations.NullMarked;
