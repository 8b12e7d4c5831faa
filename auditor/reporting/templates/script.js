"use strict";
function light(id){
  document.querySelectorAll(".on").forEach(function(n){n.classList.remove("on");});
  var card=document.getElementById("card-"+id);
  var marks=document.querySelectorAll(".f-"+id);
  marks.forEach(function(n){n.classList.add("on");});
  if(card){card.classList.add("on");}
  if(marks.length){marks[0].scrollIntoView({block:"center"});}
}
function place(start){
  var node=document.getElementById("p"+start);
  if(node){node.classList.add("on");node.scrollIntoView({block:"center"});}
}
document.addEventListener("click",function(event){
  var go=event.target.closest("[data-go]");
  if(go){light(go.dataset.go);return;}
  var at=event.target.closest("[data-at]");
  if(at){event.preventDefault();var card=at.closest(".card");if(card){light(card.id.slice(5));}place(at.dataset.at);return;}
  var mark=event.target.closest(".e");
  if(mark){
    var name=Array.from(mark.classList).find(function(c){return c.indexOf("f-")===0;});
    if(name){light(name.slice(2));var card2=document.getElementById("card-"+name.slice(2));if(card2){card2.scrollIntoView({block:"nearest"});}}
    return;
  }
  var head=event.target.closest("th button");
  if(head){sort(head);}
});
function sort(button){
  var th=button.parentElement,table=th.closest("table"),body=table.tBodies[0];
  var column=Array.from(th.parentElement.children).indexOf(th);
  var down=th.getAttribute("aria-sort")!=="descending";
  th.parentElement.querySelectorAll("th").forEach(function(n){n.removeAttribute("aria-sort");});
  th.setAttribute("aria-sort",down?"descending":"ascending");
  var rows=Array.from(body.rows);
  rows.sort(function(a,b){
    var x=a.cells[column].dataset.v,y=b.cells[column].dataset.v;
    var p=parseFloat(x),q=parseFloat(y);
    var order=isNaN(p)||isNaN(q)?String(x).localeCompare(String(y),"zh"):p-q;
    return down?-order:order;
  });
  rows.forEach(function(r){body.appendChild(r);});
}
var box=document.getElementById("filter");
if(box){box.addEventListener("input",function(){
  var want=box.value.trim().toLowerCase();
  document.querySelectorAll("table.rank tbody tr").forEach(function(r){r.hidden=want!==""&&r.textContent.toLowerCase().indexOf(want)<0;});
});}
if(location.hash.indexOf("#p")===0){place(location.hash.slice(2));}
