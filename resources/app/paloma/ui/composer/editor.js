// The rich text editor's side of the page. It reports by prompt(kind, text) and answers calls of
// paloma.*; it has no other way out.
var paloma = (function () {
  'use strict';
  var body = document.body;
  var last = '';
  document.execCommand('defaultParagraphSeparator', false, 'div');
  document.execCommand('styleWithCSS', false, true);

  function tell(kind, text) { window.prompt(kind, text || ''); }

  function state() {
    var on = [];
    ['bold', 'italic', 'underline', 'insertUnorderedList', 'insertOrderedList'].forEach(function (c) {
      if (document.queryCommandState(c)) { on.push(c); }
    });
    if (closest('BLOCKQUOTE')) { on.push('quote'); }
    if (closest('A')) { on.push('link'); }
    var now = on.join(' ');
    if (now !== last) { last = now; tell('state', now); }
  }

  function closest(name) {
    var selection = window.getSelection();
    var node = selection.rangeCount ? selection.getRangeAt(0).startContainer : null;
    while (node && node !== body) {
      if (node.nodeName === name) { return node; }
      node = node.parentNode;
    }
    return null;
  }

  // As it leaves: pictures of the message by their Content-ID again.
  function copy() {
    var clone = body.cloneNode(true);
    clone.querySelectorAll('img[data-cid]').forEach(function (image) {
      image.setAttribute('src', 'cid:' + image.getAttribute('data-cid'));
      image.removeAttribute('data-cid');
    });
    return clone;
  }

  document.addEventListener('input', function () { tell('input'); state(); });
  document.addEventListener('selectionchange', state);
  document.addEventListener('paste', function (e) { e.preventDefault(); tell('paste'); });
  ['drop', 'dragover'].forEach(function (kind) {
    document.addEventListener(kind, function (e) { e.preventDefault(); });
  });
  document.addEventListener('click', function (e) {
    for (var n = e.target; n && n !== body; n = n.parentNode) {
      if (n.nodeName === 'A') { e.preventDefault(); return; }
    }
  });

  return {
    html: function () { return copy().innerHTML; },
    text: function () { return body.innerText; },
    own: function () {
      var clone = body.cloneNode(true);
      clone.querySelectorAll('blockquote, .paloma-signature').forEach(function (n) { n.remove(); });
      return clone.innerHTML.replace(/<[^>]*>/g, ' ').replace(/&nbsp;/g, ' ');
    },
    start: function (atEnd) {
      var range = document.createRange();
      var signature = atEnd && body.querySelector('.paloma-signature');
      var place = signature && signature.previousSibling;
      if (place) { range.selectNodeContents(place); } else { range.selectNodeContents(body); }
      range.collapse(!atEnd || !!place);
      var selection = window.getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
      if (!atEnd) { window.scrollTo(0, 0); }
    },
    focus: function () { body.focus(); },
    inList: function () { return !!closest('LI'); },
    command: function (name, value) {
      body.focus();
      if (name === 'quote') {
        document.execCommand(closest('BLOCKQUOTE') ? 'outdent' : 'formatBlock', false, 'blockquote');
      } else {
        document.execCommand(name, false, value);
      }
      tell('input');
      state();
    },
    signature: function (html) {
      var old = body.querySelector('.paloma-signature');
      var box = document.createElement('div');
      box.innerHTML = html;
      if (old) {
        if (box.firstChild) { old.replaceWith(box.firstChild); } else { old.remove(); }
      } else if (box.firstChild) {
        var quote = body.querySelector('blockquote');
        while (quote && quote.parentNode !== body) { quote = quote.parentNode; }
        body.insertBefore(box.firstChild, quote);
      }
      tell('input');
    },
    style: function (css) { document.getElementById('paloma-style').textContent = css; }
  };
})();
