"use strict";
(function(){
var pane=document.getElementById("text"),back=document.getElementById("back"),last=null;
function each(list,f){Array.prototype.forEach.call(list,f);}
function clear(){each(document.querySelectorAll(".on"),function(n){n.classList.remove("on");});}
function still(){return matchMedia("(prefers-reduced-motion: reduce)").matches?"auto":"smooth";}
function show(nodes){
  if(!nodes.length){return;}
  var first=nodes[0],end=nodes[nodes.length-1];
  if(pane&&pane.scrollHeight>pane.clientHeight+4&&getComputedStyle(pane).overflowY==="auto"){
    var box=pane.getBoundingClientRect(),a=first.getBoundingClientRect(),b=end.getBoundingClientRect();
    var top=a.top-box.top+pane.scrollTop,height=b.bottom-a.top,room=pane.clientHeight;
    var lead=height<room?(room-height)/2:room/4;
    pane.scrollTo({top:Math.max(0,top-lead),behavior:still()});
    if(box.bottom<80||box.top>innerHeight-80){pane.scrollIntoView({block:"start"});}
  }else{
    first.scrollIntoView({block:"center",behavior:still()});
    if(back&&last){back.hidden=false;}
  }
}
function light(id){
  clear();
  var card=document.getElementById("card-"+id),marks=document.getElementsByClassName("f-"+id);
  each(marks,function(n){n.classList.add("on");});
  if(card){card.classList.add("on");last=card;}
  return marks;
}
function place(start){
  var node=document.getElementById("p"+start);
  if(!node){return;}
  node.classList.add("on");
  show([node]);
}
function toCard(mark){
  var name=Array.prototype.filter.call(mark.classList,function(c){return c.indexOf("f-")===0;})[0];
  if(!name){return;}
  var id=name.slice(2);
  light(id);
  if(last){last.scrollIntoView({block:"nearest",behavior:still()});last.focus({preventScroll:true});}
}
document.addEventListener("click",function(event){
  var go=event.target.closest("[data-go]");
  if(go){show(light(go.dataset.go));return;}
  var at=event.target.closest("[data-at]");
  if(at){
    event.preventDefault();
    var card=at.closest(".card");
    if(card){light(card.id.slice(5));}else{clear();last=at.closest("details");}
    place(at.dataset.at);
    return;
  }
  var mark=event.target.closest(".e");
  if(mark){toCard(mark);return;}
  var head=event.target.closest("#ranking th button");
  if(head){sort(head.parentElement);return;}
  var whole=event.target.closest(".card");
  if(whole&&!event.target.closest("a,button,summary")&&!String(getSelection())){show(light(whole.id.slice(5)));}
});
document.addEventListener("keydown",function(event){
  if((event.key==="Enter"||event.key===" ")&&event.target.classList.contains("e")){event.preventDefault();toCard(event.target);}
});
if(back){back.addEventListener("click",function(){back.hidden=true;if(last){last.scrollIntoView({block:"start"});if(last.focus){last.focus({preventScroll:true});}}});}
function sort(th){
  var body=th.closest("table").tBodies[0],column=th.cellIndex,numeric=th.classList.contains("n");
  var now=th.getAttribute("aria-sort"),up=now?now==="descending":!numeric;
  each(th.parentElement.cells,function(n){n.removeAttribute("aria-sort");});
  th.setAttribute("aria-sort",up?"ascending":"descending");
  var rows=Array.prototype.slice.call(body.rows);
  rows.sort(function(a,b){
    var x=a.cells[column].dataset.v,y=b.cells[column].dataset.v;
    if(x===""||y===""){return (x==="")-(y==="");}
    var order=numeric?x-y:x.localeCompare(y,"zh-CN");
    return up?order:-order;
  });
  rows.forEach(function(r){body.appendChild(r);});
}
var box=document.getElementById("filter"),only=document.getElementById("only");
function filter(){
  var want=box.value.trim().toLowerCase(),count=0;
  each(document.querySelectorAll("#ranking tbody tr"),function(r){
    r.hidden=(want!==""&&r.textContent.toLowerCase().indexOf(want)<0)||(only.checked&&r.dataset.c==="0");
    if(!r.hidden){count++;}
  });
  document.getElementById("shown").textContent=String(count);
}
if(box){box.addEventListener("input",filter);only.addEventListener("change",filter);filter();}
function arrive(){
  var name=location.hash.slice(1);
  if(name.indexOf("card-")===0){show(light(name.slice(5)));if(last){last.scrollIntoView({block:"nearest"});}}
  else if(/^p\d+$/.test(name)){clear();place(name.slice(1));}
}
addEventListener("hashchange",arrive);
arrive();
})();
